package io.meshtwin.twin.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FindingCatalogueTest {
  private static final Path PAGE =
      Path.of(System.getProperty("meshtwin.root"), "docs", "findings.md");

  /** {@code -Dgolden=write} writes the page anew. */
  @Test
  void everyCodeHasItsParagraphInTheCatalogue() throws IOException {
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, catalogue());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(catalogue());
  }

  @Test
  void codesAreDistinct() {
    assertThat(Arrays.stream(FindingCode.values()).map(FindingCode::code)).doesNotHaveDuplicates();
  }

  private static String catalogue() {
    String paragraphs =
        Arrays.stream(FindingCode.values())
            .map(code ->
                "## %s: %s\n\nSeverity: %s.\n\n%s\n"
                    .formatted(code.code(), code.title(), code.severity(), code.description()))
            .collect(Collectors.joining("\n"));
    return """
    # Findings

    What Meshtwin says about a mesh. Codes are stable; a retired code is never used again.
    Generated from `FindingCode`.

    """
        + paragraphs
        + """

        ## What istioctl analyze calls them

        Findings here are exact where its are comparisons of texts: a rule is unreachable when no request
        reaches it, and a conflict is one when istiod leaves something out.

        | istioctl | | Meshtwin |
        |---|---|---|
        """
        + rows(code -> !code.findings().isEmpty())
        + """

        Where ours say less, more or something else:

        | istioctl | | why |
        |---|---|---|
        """
        + differences()
        + """

        These say nothing about traffic, or nothing that manifests hold:

        | istioctl | | why not |
        |---|---|---|
        """
        + rows(code -> code.findings().isEmpty());
  }

  private static String differences() {
    return Arrays.stream(IstioCode.values())
        .flatMap(code ->
            IstioDifference.of(code).stream()
                .map(why -> "| %s | %s | %s |\n".formatted(code, code.title(), why)))
        .collect(Collectors.joining());
  }

  @Test
  void onlyCodesWithFindingsDiffer() {
    assertThat(IstioCode.values())
        .allMatch(code -> IstioDifference.of(code).isEmpty() || !code.findings().isEmpty());
  }

  private static String rows(Predicate<IstioCode> which) {
    return Arrays.stream(IstioCode.values())
        .filter(which)
        .map(code ->
            "| %s | %s | %s |\n"
                .formatted(
                    code,
                    code.title(),
                    code.findings().isEmpty()
                        ? code.without()
                        : code.findings().stream()
                            .map(FindingCode::code)
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining());
  }

  @Test
  void everyCodeOfIstiosHasFindingsOrAReasonWhyNot() {
    assertThat(IstioCode.values())
        .allMatch(code -> code.findings().isEmpty() != code.without().isEmpty());
  }
}
