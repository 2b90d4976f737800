package io.meshtwin.ingest.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The two loopback ports of an embedded broker.
 *
 * @param clients where clients connect
 * @param controller where the broker speaks with its own KRaft controller
 */
record BrokerPorts(int clients, int controller) {
  /**
   * Two ports that are free now and differ: both are held while they are chosen, as the kernel may
   * otherwise give the same one twice.
   *
   * @param clients 0 for a free one
   * @throws LogException when the port is taken or none is free
   */
  static BrokerPorts choose(int clients) {
    try (ServerSocket first = new ServerSocket();
        ServerSocket second = new ServerSocket()) {
      hold(first, clients);
      hold(second, 0);
      return new BrokerPorts(first.getLocalPort(), second.getLocalPort());
    } catch (IOException e) {
      throw new LogException("cannot listen on " + BrokerSettings.HOST, e);
    }
  }

  /** The same, with a port that is preferred where it is free. */
  static BrokerPorts preferring(int clients) {
    try {
      return choose(clients);
    } catch (LogException taken) {
      return choose(0);
    }
  }

  private static void hold(ServerSocket socket, int port) throws IOException {
    socket.setReuseAddress(true);
    try {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(BrokerSettings.HOST), port));
    } catch (IOException e) {
      throw new LogException(
          port == 0
              ? "no free port on " + BrokerSettings.HOST
              : "port %d on %s is taken, so the embedded broker did not start; choose another or none for a free one"
                  .formatted(port, BrokerSettings.HOST),
          e);
    }
  }
}
