package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.serve.SampleMesh;
import io.meshtwin.app.serve.TestServer;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowingTest {
  @Test
  void whatIsAppendedIsTold(@TempDir Path data, @TempDir Path files) {
    var shop = new Shop(files);
    ingest(shop.mesh(), data);
    try (var following = new Following(data)) {
      following.awaitOut("create Service shop/cart ");
      ingest(
          shop.write("mesh.yaml", Shop.MESH.replace("targetPort: 8080", "targetPort: 81")), data);
      following.awaitOut("~ spec.ports[0].targetPort: 8080 -> 81");
    }
  }

  @Test
  void itEndsQuietlyWhenNobodyReadsItAnyMore(@TempDir Path data, @TempDir Path files)
      throws InterruptedException {
    var shop = new Shop(files);
    // Whose broker all commands use.
    try (var _ =
        EventLog.open(
            new LogLocation.Embedded(data, 0), new MeshTopic("mesh"), StartProgress.SILENT)) {
      ingest(shop.mesh(), data);
      var following = new Following(data);
      following.awaitOut("create Service shop/cart ");
      following.out.close();
      ingest(
          shop.write("mesh.yaml", Shop.MESH.replace("targetPort: 8080", "targetPort: 81")), data);
      assertThat(following.thread.join(Duration.ofSeconds(20))).as("it ends").isTrue();
      assertThat(following.err.toString(StandardCharsets.UTF_8)).isEmpty();
    }
  }

  @Test
  void aChangeIsToldWithWhatItDoesAndARestartOfTheServerIsOutlived(
      @TempDir Path data, @TempDir Path files) {
    var mesh = new SampleMesh(files);
    TestServer first = TestServer.embedded(data, mesh);
    try (var following = new Following(data, "--behaviour")) {
      following.awaitOut("create HTTPRoute shop/catalog ");
      first.propose("ann", SampleMesh.route(90));
      first.step("bob", "c1", "approve");
      first.step("ann", "c1", "publish");
      following.awaitOut("change c1 published");
      following.awaitOut("~ spec.rules[0].backendRefs[0].weight: 100 -> 90");
      following.awaitOut("reroutes: ");
      first.close();
      following.awaitErr("the log cannot be read since");
      try (var _ = TestServer.embedded(data, mesh)) {
        following.awaitErr("is read again from offset");
        mesh.write("more.yaml", SampleMesh.service("more"));
        following.awaitOut("create Service shop/more ");
      }
    } finally {
      first.close();
    }
  }

  /** Fails to take anything once its reader is gone, as a pipe does. */
  private static final class Pipe extends OutputStream {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private volatile boolean closed;

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (closed) {
        throw new IOException("Broken pipe");
      }
      read.write(bytes, from, length);
    }
  }

  /** The command, until it is told to end. */
  private static final class Following implements AutoCloseable {
    private final Pipe out = new Pipe();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread thread;

    Following(Path data, String... more) {
      var arguments = new ArrayList<>(List.of("history", "log", "-f", "--data", data.toString()));
      arguments.addAll(List.of(more));
      thread = Thread.ofPlatform().start(() -> run(arguments.toArray(String[]::new)));
    }

    private void run(String... arguments) {
      try (var terminal =
          new Terminal(
              new ByteArrayInputStream(new byte[0]),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              Map.of(),
              false,
              Progress.silent())) {
        RootCommand.run(terminal, arguments);
      }
    }

    void awaitOut(String text) {
      await(out.read, text);
    }

    void awaitErr(String text) {
      await(err, text);
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        assertThat(thread.join(Duration.ofSeconds(20))).as("it ends").isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void await(ByteArrayOutputStream in, String text) {
    TestServer.await(() -> in.toString(StandardCharsets.UTF_8).contains(text), text);
  }

  private static void ingest(String mesh, Path data) {
    Ran ran = Ran.command("ingest", "--source", mesh, "--data", data.toString(), "--once");
    assertThat(ran.code()).as(ran.err()).isZero();
  }
}
