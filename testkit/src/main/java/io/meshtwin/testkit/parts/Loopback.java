package io.meshtwin.testkit.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for programs under test, which listen on 127.0.0.1 only. */
public final class Loopback {
  public static final String ADDRESS = "127.0.0.1";

  private Loopback() {}

  /**
   * A port that was free a moment ago; for programs that cannot be told to choose one and report
   * it.
   */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(ADDRESS))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free loopback port", e);
    }
  }
}
