package io.meshtwin.testkit.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A running program under test, its output in a file. When the test's JVM ends in any orderly way,
 * so does the program.
 */
public final class PartProcess {
  private static final ConcurrentHashMap.KeySetView<Process, Boolean> RUNNING =
      ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final String name;
  private final Process process;
  private final Path output;

  private PartProcess(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a program.
   *
   * @param name for messages
   * @param command the program and its arguments
   * @param output the file that standard output and standard error are appended to
   */
  public static PartProcess start(String name, List<String> command, Path output) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      RUNNING.add(process);
      var _ = process.onExit().thenRun(() -> RUNNING.remove(process));
      return new PartProcess(name, process, output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name + ": " + command.getFirst(), e);
    }
  }

  /**
   * Waits until the program is ready.
   *
   * @throws IllegalStateException with the end of its output, when it exits first or the time is
   *     over
   */
  public void awaitReady(Duration atMost, BooleanSupplier ready) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            name + " exited with " + process.exitValue() + "; its last output:\n" + lastOutput());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name + " is not ready after " + atMost + "; its last output:\n" + lastOutput());
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** The end of the program's output, at most 40 lines. */
  public String lastOutput() {
    try {
      List<String> lines = Files.readAllLines(output);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Ends the program as a crash would (SIGKILL) and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Asks the program to end (SIGTERM); kills it when it has not after the given time. */
  public void stop(Duration grace) {
    process.destroy();
    try {
      if (process.waitFor(grace)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  private void awaitExit() {
    process.onExit().join();
  }
}
