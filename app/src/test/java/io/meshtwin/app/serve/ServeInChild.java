package io.meshtwin.app.serve;

import java.nio.file.Path;

/** A server in a JVM of its own, to be killed: arguments are the data and the manifests. */
final class ServeInChild {
  private ServeInChild() {}

  /** Serves until it is killed, and says where. */
  public static void main(String[] args) throws InterruptedException {
    var mesh = new SampleMesh(Path.of(args[1]));
    try (TestServer server = TestServer.embedded(Path.of(args[0]), mesh)) {
      System.out.println("serving " + server.running().api());
      System.out.flush();
      Termination.await();
    }
  }
}
