package io.meshtwin.bridge.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.parts.TemporaryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code -Dgolden=write} writes the goldens anew. */
class GoldenTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/golden");

  @TestFactory
  Stream<DynamicTest> everyCaseGivesItsGolden() {
    return GoldenCases.all().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> check(entry.getKey(), entry.getValue().get())));
  }

  @Test
  void everyGoldenHasItsCase() throws Exception {
    SortedSet<String> goldens = new TreeSet<>();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      files.forEach(file -> goldens.add(file.getFileName().toString().replace(".json", "")));
    }
    assertThat(goldens).containsExactlyElementsOf(GoldenCases.all().keySet());
  }

  @Nested
  @UsesEnvoy
  class Validated {
    @TestFactory
    Stream<DynamicTest> envoyAcceptsEveryGolden(EnvoyBinary binary) {
      return GoldenCases.all().entrySet().stream()
          .map(entry ->
              DynamicTest.dynamicTest(
                  entry.getKey(), () -> validate(binary, entry.getValue().get())));
    }
  }

  private static void check(String name, ProxyResources resources) throws Exception {
    Path golden = DIRECTORY.resolve(name + ".json");
    String text = text(resources);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  private static String text(ProxyResources resources) throws Exception {
    List<Message> messages = new ArrayList<>();
    messages.addAll(resources.listeners());
    messages.addAll(resources.routes());
    messages.addAll(resources.clusters());
    messages.addAll(resources.endpoints());
    // Secrets by their names only: their values are new in every run.
    resources
        .secrets()
        .all()
        .forEach(secret -> messages.add(Secret.newBuilder().setName(secret.getName()).build()));
    StringBuilder text = new StringBuilder("[\n");
    for (Message message : messages) {
      text.append(text.length() > 2 ? ",\n" : "").append(StaticBootstrap.text(message));
    }
    return text.append("\n]\n").toString();
  }

  private static void validate(EnvoyBinary binary, ProxyResources resources) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create("validate")) {
      Path file = directory.path().resolve("bootstrap.json");
      Files.writeString(file, StaticBootstrap.of(resources));
      Process process =
          new ProcessBuilder(binary.path().toString(), "--mode", "validate", "-c", file.toString())
              .redirectErrorStream(true)
              .start();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    }
  }
}
