package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
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
   * Of the family {@code security} 810 of 883 agree as recorded. The other 73 are recorded against
   * the recording's own terms ({@link RecordedTerms}), and nothing else differs.
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
    var apart = new TreeMap<String, Integer>();
    cases.forEach(
        one -> one.apart().forEach((how, times) -> apart.merge(how, times, Integer::sum)));
    String counts =
        "%s %s: %d of %d requests agree, against their own terms %s"
                .formatted(folder, family, agreed, requests, apart)
            + differences.stream().map(line -> "\n" + line).collect(Collectors.joining());
    System.out.println(counts);
    assertThat(requests).isPositive();
    assertThat(agreed * 100L).as(counts).isGreaterThanOrEqualTo((long) percent * requests);
    int set = apart.values().stream().mapToInt(Integer::intValue).sum();
    assertThat((agreed + set) * 100L).as(counts).isGreaterThanOrEqualTo(99L * requests);
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
