package io.meshtwin.ingest.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a source and its API server: a relay on loopback that can be cut. */
final class Wire implements AutoCloseable {
  private final InetSocketAddress server;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Wire(URI server) {
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Ends every connection; new ones are ended at once until {@link #mend()}. */
  void cut() {
    cut = true;
    sockets.forEach(Wire::end);
  }

  /** Ends every connection; new ones work. */
  void snap() {
    cut();
    mend();
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        connect(door.accept());
      } catch (IOException e) {
        // The door was closed: the loop ends.
      }
    }
  }

  private void connect(Socket near) {
    try {
      if (cut) {
        end(near);
        return;
      }
      Socket far = new Socket(server.getAddress(), server.getPort());
      relay(near, far);
      relay(far, near);
    } catch (IOException e) {
      // The server is not there: the client learns it as it would without the relay.
      end(near);
    }
  }

  private void relay(Socket from, Socket to) {
    sockets.add(from);
    Thread.ofVirtual()
        .start(() -> {
          try {
            from.getInputStream().transferTo(to.getOutputStream());
          } catch (IOException e) {
            // The other direction ends with it.
          }
          end(from);
          end(to);
          sockets.remove(from);
        });
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
