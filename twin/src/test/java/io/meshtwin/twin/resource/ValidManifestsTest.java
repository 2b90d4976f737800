package io.meshtwin.twin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.FindingCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that API servers took are not refused here. */
class ValidManifestsTest {
  @ParameterizedTest
  @ValueSource(strings = {"bookinfo", "online-boutique", "../conformance", "../istiod"})
  void nothingThatAnApiServerTookIsRefused(String folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(SourceTree.dataBeside(folder))) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    assertThat(files.stream().flatMap(ValidManifestsTest::refused)).isEmpty();
  }

  private static Stream<String> refused(Path file) {
    try {
      return Meshes.applied(Files.readString(file)).stream()
          .flatMap(event -> ResourceReader.read(event.manifest(), null).findings().stream())
          .filter(finding -> finding.code() == FindingCode.INVALID_FIELD)
          .map(finding -> file.getFileName() + ": " + finding);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
