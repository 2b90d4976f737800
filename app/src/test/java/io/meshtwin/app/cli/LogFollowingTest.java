package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.serve.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowingTest {
  @Test
  void whatIsAppendedIsTold(@TempDir Path data, @TempDir Path files) throws Exception {
    var shop = new Shop(files);
    ingest(shop.mesh(), data);
    var out = new ByteArrayOutputStream();
    try (var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            Map.of(),
            false,
            Progress.silent())) {
      Thread following =
          Thread.ofPlatform()
              .start(() ->
                  RootCommand.run(terminal, "history", "log", "-f", "--data", data.toString()));
      await(out, "create Service shop/cart ");
      ingest(
          shop.write("mesh.yaml", Shop.MESH.replace("targetPort: 8080", "targetPort: 81")), data);
      await(out, "~ spec.ports[0].targetPort: 8080 -> 81");
      following.interrupt();
      following.join(20_000);
      assertThat(following.isAlive()).isFalse();
    }
  }

  private static void await(ByteArrayOutputStream out, String text) {
    TestServer.await(() -> out.toString(StandardCharsets.UTF_8).contains(text), text);
  }

  private static void ingest(String mesh, Path data) {
    Ran ran = Ran.command("ingest", "--source", mesh, "--data", data.toString(), "--once");
    assertThat(ran.code()).as(ran.err()).isZero();
  }
}
