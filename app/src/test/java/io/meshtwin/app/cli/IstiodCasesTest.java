package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a real istiod decides, replayed through a real Envoy and written down by others: every
 * request goes through the simulator in the dialect {@code istio}. An unknown counts as another
 * answer. Meshes with a kind of Istio's own that is not modelled yet are counted apart.
 */
class IstiodCasesTest {
  private static final double SHARE = 0.99;

  @ParameterizedTest
  @CsvSource({"random,gamma-", "random,gateway-", "random,visibility-", "handmade,''"})
  void meshesAreAnsweredAsIstiodDoes(String folder, String family) {
    List<IstiodCase> cases = cases(folder, family);
    List<IstiodCase> own = cases.stream().filter(c -> !c.modelled()).toList();
    List<IstiodCase> modelled = cases.stream().filter(IstiodCase::modelled).toList();
    List<String> differences = modelled.stream().flatMap(c -> c.differences().stream()).toList();
    int requests = modelled.stream().mapToInt(IstiodCase::requests).sum();
    String counts =
        "%s %s: %d of %d requests agree; of %d with kinds that are not modelled %d"
            .formatted(
                folder,
                family,
                requests - differences.size(),
                requests,
                own.stream().mapToInt(IstiodCase::requests).sum(),
                own.stream().mapToInt(c -> c.requests() - c.differences().size()).sum());
    System.out.println(counts);
    assertThat(requests).isPositive();
    assertThat(requests - differences.size())
        .as(counts + "\n" + String.join("\n", differences))
        .isGreaterThanOrEqualTo((int) Math.ceil(SHARE * requests));
  }

  @ParameterizedTest
  @CsvSource({"random,virtualservice-", "random,overlap-"})
  void virtualServicesAndDestinationRulesAreAnsweredAsIstiodDoes(String folder, String family) {
    List<IstiodCase> cases = cases(folder, family);
    List<String> differences = cases.stream().flatMap(c -> c.differences().stream()).toList();
    int requests = cases.stream().mapToInt(IstiodCase::requests).sum();
    String counts =
        "%s %s: %d of %d requests agree"
            .formatted(folder, family, requests - differences.size(), requests);
    System.out.println(counts + "\n" + String.join("\n", differences));
    assertThat(requests - differences.size())
        .as(counts + "\n" + String.join("\n", differences))
        .isGreaterThanOrEqualTo((int) Math.ceil(SHARE * requests));
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
