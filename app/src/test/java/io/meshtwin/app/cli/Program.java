package io.meshtwin.app.cli;

import io.meshtwin.app.Main;
import io.meshtwin.testkit.parts.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The real program in a process of its own. */
record Program(Process process) implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  /**
   * Starts it.
   *
   * @param temporary where it puts its temporary files
   */
  static Program start(Path temporary, Map<String, String> environment, List<String> arguments)
      throws IOException {
    var builder = new ProcessBuilder(command(temporary, arguments));
    builder.environment().putAll(environment);
    return new Program(builder.start());
  }

  /** The words that start it. */
  static List<String> command(Path temporary, List<String> arguments) {
    var command =
        new ArrayList<>(
            List.of(
                // A shell that starts its commands in the background has them ignore Ctrl-C.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Waits until something is so, while the program runs. */
  void await(BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("it did not come to that: " + err());
      }
      Thread.sleep(5);
    }
  }

  /** Sends what Ctrl-C sends. */
  void interrupt() {
    Signals.send("INT", process.pid());
  }

  /** The exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  String out() throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  String err() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
