package io.meshtwin.fidelity.wire;

import io.meshtwin.fidelity.tls.ServerHello;
import io.meshtwin.fidelity.tls.Shown;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server on one address; each connection has a virtual thread. What a connection begins with
 * tells what it speaks: a handshake of TLS, a byte that says that what follows is none of HTTP to
 * others, the preface of HTTP/2, otherwise HTTP/1.1.
 */
public final class Server implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int PEEK = 4;

  private final ServerSocket listening;
  private final Handler handler;
  private final @Nullable ServerHello tls;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private static final int HANDSHAKE = 0x16;

  /** Begins what is no HTTP to whoever looks; what follows is. */
  static final int NO_HTTP = 0x01;

  /** Answers requests, on several threads. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @param http2 whether it came in HTTP/2
     * @param tls what the client showed of itself, null in plain text
     */
    Response answer(Request request, boolean http2, @Nullable Shown tls);
  }

  private Server(ServerSocket listening, Handler handler, @Nullable ServerHello tls) {
    this.listening = listening;
    this.handler = handler;
    this.tls = tls;
  }

  /**
   * Starts to serve.
   *
   * @param handler called on several threads
   * @throws UncheckedIOException when the address cannot be had; the message names it
   */
  public static Server start(InetSocketAddress address, Function<Request, Response> handler) {
    return start(address, (request, _, _) -> handler.apply(request), null);
  }

  /**
   * Starts to serve.
   *
   * @param tls how it takes clients that begin with TLS, null to refuse them
   */
  public static Server start(
      InetSocketAddress address, Handler handler, @Nullable ServerHello tls) {
    try {
      var socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(address, BACKLOG);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      var server = new Server(socket, handler, tls);
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
      int first = socket.getInputStream().read();
      if (first == HANDSHAKE && tls != null) {
        SSLSocket secured = tls.accept(socket, new byte[] {(byte) first});
        var in = new PushbackInputStream(new BufferedInputStream(secured.getInputStream()), PEEK);
        speak(in, secured, ServerHello.shown(secured));
      } else if (first >= 0) {
        var in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()), PEEK);
        if (first != NO_HTTP) {
          in.unread(first);
        }
        speak(in, socket, null);
      }
    } catch (IOException | NumberFormatException e) {
      // The client went away or spoke no HTTP; closing the connection is the answer.
    } finally {
      connections.remove(socket);
    }
  }

  private void speak(PushbackInputStream in, Socket socket, @Nullable Shown seen)
      throws IOException {
    boolean http2 = isHttp2(in);
    Function<Request, Response> answers = request -> handler.answer(request, http2, seen);
    if (http2) {
      new Http2Serving(in, new BufferedOutputStream(socket.getOutputStream()), answers).run();
      return;
    }
    var reader = new MessageReader(in);
    var writer = new MessageWriter(socket.getOutputStream());
    for (Optional<Request> next = reader.request(); next.isPresent(); next = reader.request()) {
      writer.write(answers.apply(next.get()), next.get().method());
    }
  }

  /** "PRI " begins the preface of HTTP/2; no method of HTTP/1.1 is called so. */
  private static boolean isHttp2(PushbackInputStream in) throws IOException {
    byte[] peeked = in.readNBytes(PEEK);
    in.unread(peeked);
    return peeked.length == PEEK && peeked[0] == 'P' && peeked[1] == 'R' && peeked[2] == 'I';
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
