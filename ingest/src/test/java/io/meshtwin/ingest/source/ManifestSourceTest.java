package io.meshtwin.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.finding.FindingCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSourceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;

  @Test
  void aDirectoryIsReadRecursivelyInTheOrderOfItsPaths() throws IOException {
    write("b.yaml", service("b"));
    write("a/z.yml", service("z"));
    write("c.json", "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"c\"}}");
    write(".hidden/x.yaml", service("x"));
    write("notes.txt", "no manifest");
    assertThat(keys(read(directory.toString())))
        .containsExactly("Service default/z", "Service default/b", "Service default/c");
  }

  @Test
  void inputOfKustomizeAndHelmIsPassedOverAndSaid() throws IOException {
    write("kustomization.yaml", "resources: [a.yaml]\n");
    write("chart/Chart.yaml", "name: x\n");
    write("chart/values-prod.yaml", "a: 1\n");
    write("chart/templates/a.yaml", "{{ if .Values.a }}\n");
    write("a.yaml", service("a"));
    var content = read(directory.toString());
    assertThat(keys(content)).containsExactly("Service default/a");
    assertThat(content.errors()).isEmpty();
    assertThat(content.notes()).singleElement().asString().contains("and 1 more", "helm template");
  }

  @Test
  void ofTwoResourcesWithOneKeyTheLaterCountsAndBothPlacesAreNamed() throws IOException {
    write("a.yaml", service("x"));
    write("b.yaml", "# second\n" + service("x") + "spec: {type: NodePort}\n");
    var content =
        read(directory.resolve("a.yaml").toString(), directory.resolve("b.yaml").toString());
    assertThat(content.events())
        .singleElement()
        .satisfies(event -> assertThat(event.manifest().json()).contains("NodePort"));
    assertThat(content.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.DUPLICATE_RESOURCE);
          assertThat(finding.message()).contains("a.yaml:1", "b.yaml:2");
        });
  }

  @Test
  void whatManyFilesHoldIsInTheirOrderHoweverManyProcessorsRead() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 100; i < 200; i++) {
      String padding = "# long\n".repeat((200 - i) * 20);
      write(i + ".yaml", padding + service("s" + i) + "---\n" + service("same"));
      expected.add("Service default/s" + i);
    }
    expected.add("Service default/same");
    var content = read(directory.toString());
    assertThat(keys(content)).containsExactlyElementsOf(expected);
    assertThat(content.findings()).hasSize(99);
    assertThat(content.findings().getLast().message()).contains("198.yaml", "199.yaml");
  }

  @Test
  void aMissingFileIsOneClearError() {
    assertThat(read("/nowhere/base.yaml").errors())
        .singleElement()
        .hasToString("/nowhere/base.yaml: no such file or directory");
  }

  @Test
  void standardInputIsReadWhereItIsNamed() {
    var content = new ManifestSource(List.of("-"), stream(service("piped"))).read(NOW);
    assertThat(content.events())
        .singleElement()
        .satisfies(event -> assertThat(event.provenance().location()).hasToString("-:1"));
  }

  @Test
  void aPipeIsReadOnce() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var writing = new FutureTask<>(() -> Files.writeString(pipe, service("piped")));
    Thread.ofVirtual().start(writing);
    assertThat(keys(read(pipe.toString()))).containsExactly("Service default/piped");
    writing.get();
  }

  @Test
  void whatHoldsNothingIsSaidOnce() throws IOException {
    write("a.yaml", "");
    write("b.yaml", "---\n---\n");
    assertThat(read(directory.toString()).notes())
        .singleElement()
        .asString()
        .contains("no objects in", "a.yaml", "b.yaml");
  }

  @Test
  void aLinkInACircleIsFollowedOnce() throws IOException {
    write("a/s.yaml", service("s"));
    Files.createSymbolicLink(directory.resolve("a/again"), directory);
    assertThat(read(directory.toString()).events()).hasSize(1);
  }

  @Test
  void readingFilesLoadsNoKubernetesClientAndNoKafka() throws Exception {
    write("s.yaml", service("s"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                ReadOnce.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(loaded)
        .contains("ManifestReader")
        .doesNotContain("io.fabric8.", "org.apache.kafka.");
  }

  /** Reads one source, in a virtual machine of its own. */
  static final class ReadOnce {
    private ReadOnce() {}

    public static void main(String[] places) {
      var content = new ManifestSource(List.of(places), InputStream.nullInputStream()).read(NOW);
      if (content.events().isEmpty()) {
        throw new IllegalStateException("nothing read");
      }
    }
  }

  private static ManifestContent read(String... places) {
    return new ManifestSource(List.of(places), InputStream.nullInputStream()).read(NOW);
  }

  private static Stream<String> keys(ManifestContent content) {
    return content.events().stream().map(event -> event.key().toString());
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String service(String name) {
    return "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\n";
  }
}
