package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The status expectations of the Gateway API conformance suite, written down by others as data:
 * what {@code status -o json} prints is compared with every assertion that manifests can decide.
 */
class ConformanceStatusTest {
  @TestFactory
  Stream<DynamicTest> everyStatusOfTheConformanceSuiteIsPredicted() throws IOException {
    Path folder = folder();
    return cases(folder).stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(ConformanceStatus.run(folder, file).differences()).isEmpty()));
  }

  @Test
  void whatManifestsDoNotDecideIsListedByReason() throws IOException {
    Path folder = folder();
    var notExpressed = new TreeMap<String, String>();
    int agreed = 0;
    for (Path file : cases(folder)) {
      ConformanceStatus run = ConformanceStatus.run(folder, file);
      notExpressed.putAll(run.notExpressed());
      agreed += run.agreed();
    }
    System.out.println(agreed + " status assertions agree; not decided by manifests:");
    byReason(notExpressed)
        .forEach((why, names) -> System.out.println(names.size() + " " + why + ": " + names));
    assertThat(agreed).isGreaterThan(4 * notExpressed.size());
  }

  private static SortedMap<String, List<String>> byReason(SortedMap<String, String> notExpressed) {
    var result = new TreeMap<String, List<String>>();
    notExpressed.forEach(
        (name, why) -> result.computeIfAbsent(why, _ -> new ArrayList<>()).add(name));
    return result;
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
