package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The data-plane expectations of the Gateway API conformance suite, written down by others as data:
 * every request goes through the simulator as a line of {@code simulate}, and all that is expected
 * is compared with the verdict.
 */
class ConformanceRequestsTest {
  @TestFactory
  Stream<DynamicTest> everyRequestOfTheConformanceSuiteIsAnsweredAsItExpects() throws IOException {
    Path folder = folder();
    return cases(folder).stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(ConformanceCase.run(folder, file).differences()).isEmpty()));
  }

  @Test
  void whatAVerdictDoesNotExpressIsListedByReason() throws IOException {
    Path folder = folder();
    var notExpressed = new TreeMap<String, String>();
    for (Path file : cases(folder)) {
      notExpressed.putAll(ConformanceCase.run(folder, file).notExpressed());
    }
    assertThat(notExpressed.values()).containsOnly(ConformanceCase.BACKENDS_CERTIFICATE);
    assertThat(notExpressed).hasSizeLessThan(5);
  }

  private static Path folder() {
    return SourceTree.dataBeside("../conformance");
  }

  private static List<Path> cases(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cases"))) {
      return files.sorted().toList();
    }
  }
}
