package io.meshtwin.ingest.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A second JVM on the test class path, to be killed as a user's machine would kill it. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  public static ChildJvm start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    return start(List.of(), main, options, arguments);
  }

  /** The same behind a shell that limits the size of each file, as a full disk would. */
  static ChildJvm startWithFilesUpTo(int kibibytes, Class<?> main, String... arguments)
      throws IOException {
    String limited = "ulimit -f %d; exec \"$0\" \"$@\"".formatted(kibibytes);
    return start(List.of("bash", "-c", limited), main, List.of(), arguments);
  }

  private static ChildJvm start(
      List<String> shell, Class<?> main, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(shell);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  long pid() {
    return process.pid();
  }

  /** Reads on until a line that begins so; fails when the child ends before. */
  public String awaitLine(String beginning) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    throw new AssertionError("the child ended without '" + beginning + "':\n" + lines);
  }

  /** Every line until the child ends by itself. */
  List<String> awaitEnd() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return List.copyOf(lines);
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
