package io.meshtwin.app.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a JVM of its own, to be killed: arguments are the data directory and the manifests,
 * or the manifests, a Kafka and the mesh's name.
 */
final class ServeInChild {
  private ServeInChild() {}

  /** Serves until it is killed, and says where. */
  public static void main(String[] args) throws InterruptedException {
    try (TestServer server =
        args.length == 2
            ? TestServer.embedded(Path.of(args[0]), new SampleMesh(Path.of(args[1])))
            : TestServer.external(args[1], args[2], new SampleMesh(Path.of(args[0])))) {
      System.out.println("serving " + server.running().api());
      System.out.flush();
      Termination.await();
    }
  }

  /** Starts it. */
  static Process start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ServeInChild.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Where it serves, as soon as it does; fails with what it said when it ends before. */
  static URI api(Process child) throws IOException {
    BufferedReader output = child.inputReader();
    var said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("serving ")) {
        return URI.create(line.substring("serving ".length()));
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the child ended:\n" + said);
  }
}
