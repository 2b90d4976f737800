package io.meshtwin.fidelity.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What iptables does before a workload, without being root: connections to the workload go to its
 * proxy, which is told where they were going (PROXY protocol, version 1) instead of asking the
 * kernel. Each connection has two virtual threads.
 */
final class Redirect implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int PIECE = 16 * 1024;

  private final ServerSocket listening;
  private final InetSocketAddress proxy;
  private final InetSocketAddress workload;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private Redirect(ServerSocket listening, InetSocketAddress proxy, InetSocketAddress workload) {
    this.listening = listening;
    this.proxy = proxy;
    this.workload = workload;
  }

  /**
   * Starts.
   *
   * @param front where clients find the workload
   * @param proxy where its proxy takes what comes in
   * @param workload where it really is
   * @throws UncheckedIOException when the address cannot be had
   */
  static Redirect start(
      InetSocketAddress front, InetSocketAddress proxy, InetSocketAddress workload) {
    try {
      var socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(front, BACKLOG);
      var redirect = new Redirect(socket, proxy, workload);
      Thread.ofVirtual().name("redirect " + front).start(redirect::accept);
      return redirect;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + front + ": " + e.getMessage(), e);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> hand(client));
      } catch (IOException e) {
        // Closed, or one connection that failed before it began; the loop's condition tells.
      }
    }
  }

  private void hand(Socket client) {
    connections.add(client);
    try (client;
        var onward = new Socket()) {
      connections.add(onward);
      client.setTcpNoDelay(true);
      onward.setTcpNoDelay(true);
      onward.connect(proxy);
      onward.getOutputStream().write(told(client));
      Thread back = Thread.ofVirtual().start(() -> pass(onward, client));
      pass(client, onward);
      back.join();
      connections.remove(onward);
    } catch (IOException e) {
      // One side is gone; closing both is the answer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(client);
    }
  }

  private byte[] told(Socket client) {
    String line =
        "PROXY TCP4 %s %s %d %d\r\n"
            .formatted(
                client.getInetAddress().getHostAddress(),
                workload.getAddress().getHostAddress(),
                client.getPort(),
                workload.getPort());
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  /** Until one side ends; then the other is told. */
  private static void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        out.write(piece, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + listening, e);
    }
    connections.forEach(Redirect::close);
  }
}
