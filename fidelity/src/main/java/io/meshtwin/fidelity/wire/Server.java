package io.meshtwin.fidelity.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A server on one address; each connection has a virtual thread. */
public final class Server implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final ServerSocket listening;
  private final Function<Request, Response> handler;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private Server(ServerSocket listening, Function<Request, Response> handler) {
    this.listening = listening;
    this.handler = handler;
  }

  /**
   * Starts to serve.
   *
   * @param handler called on several threads
   * @throws UncheckedIOException when the address cannot be had; the message names it
   */
  public static Server start(InetSocketAddress address, Function<Request, Response> handler) {
    try {
      var socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(address, BACKLOG);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      var server = new Server(socket, handler);
      Thread.ofVirtual().name("serve " + address).start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        connections.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or one connection that failed before it began; the loop's condition tells.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var reader = new MessageReader(new BufferedInputStream(socket.getInputStream()));
      var writer = new MessageWriter(socket.getOutputStream());
      for (Optional<Request> next = reader.request(); next.isPresent(); next = reader.request()) {
        writer.write(handler.apply(next.get()), next.get().method());
      }
    } catch (IOException | NumberFormatException e) {
      // The client went away or spoke no HTTP/1.1; closing the connection is the answer.
    } finally {
      connections.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : connections) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + listening, e);
    }
  }
}
