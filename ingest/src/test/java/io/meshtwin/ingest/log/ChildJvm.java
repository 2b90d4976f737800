package io.meshtwin.ingest.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
    List<String> command = java(options);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** Runs a program in a directory until its disk is full, then another with space again. */
  static ChildJvm startOnFullDisk(Path directory, Class<?> fill, Class<?> then)
      throws IOException, URISyntaxException {
    URL script = Objects.requireNonNull(ChildJvm.class.getResource("full-disk.sh"));
    List<String> command = new ArrayList<>(List.of("bash", Path.of(script.toURI()).toString()));
    command.addAll(List.of(directory.toString(), fill.getName(), then.getName()));
    command.addAll(java(List.of()));
    return start(command);
  }

  private static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  private static ChildJvm start(List<String> command) throws IOException {
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
