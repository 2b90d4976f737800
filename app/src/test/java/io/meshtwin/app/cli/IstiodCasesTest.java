package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a real istiod decides, replayed through a real Envoy and written down by others: every
 * request goes through the simulator in the dialect {@code istio}. An unknown counts as another
 * answer. Every difference is printed.
 */
class IstiodCasesTest {
  /**
   * Of the family {@code security} 92% agree so far. In the others not-ready endpoints answer
   * clients without a sidecar, or a port that says no protocol takes no mutual TLS under
   * PERMISSIVE, which istiod's own simulation tests deny.
   */
  @ParameterizedTest
  @CsvSource({
    "random, gamma-, 99",
    "random, gateway-, 99",
    "random, visibility-, 99",
    "random, virtualservice-, 99",
    "random, overlap-, 99",
    "random, security-, 91",
    "handmade, '', 100"
  })
  void meshesAreAnsweredAsIstiodDoes(String folder, String family, int percent) {
    List<IstiodCase> cases = cases(folder, family);
    List<String> differences = cases.stream().flatMap(c -> c.differences().stream()).toList();
    int requests = cases.stream().mapToInt(IstiodCase::requests).sum();
    int agreed = requests - differences.size();
    String counts =
        "%s %s: %d of %d requests agree".formatted(folder, family, agreed, requests)
            + differences.stream().map(line -> "\n" + line).collect(Collectors.joining());
    System.out.println(counts);
    assertThat(requests).isPositive();
    assertThat(agreed * 100L).as(counts).isGreaterThanOrEqualTo((long) percent * requests);
  }

  private static List<IstiodCase> cases(String folder, String family) {
    Path data = SourceTree.dataBeside("../istiod").resolve(folder);
    try (Stream<Path> folders = Files.list(data)) {
      return folders
          .filter(path -> path.getFileName().toString().startsWith(family))
          .sorted()
          .map(IstiodCasesTest::run)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IstiodCase run(Path folder) {
    try {
      return IstiodCase.run(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
