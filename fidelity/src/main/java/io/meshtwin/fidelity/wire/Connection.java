package io.meshtwin.fidelity.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** One connection of a client; requests follow one another on it. Not safe for several threads. */
public final class Connection implements Exchange {
  private final Socket socket;
  private final MessageReader reader;
  private final MessageWriter writer;
  private boolean reusable = true;

  Connection(Socket socket) throws IOException {
    this.socket = socket;
    reader = new MessageReader(new BufferedInputStream(socket.getInputStream()));
    writer = new MessageWriter(socket.getOutputStream());
  }

  /**
   * Connects.
   *
   * @param patience how long to wait for the connection and for each part of a response
   */
  public static Connection open(InetSocketAddress address, Duration patience) throws IOException {
    return new Connection(connect(address, patience));
  }

  static Socket connect(InetSocketAddress address, Duration patience) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      socket.connect(address, Math.toIntExact(patience.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Sends a request and waits for its response.
   *
   * @throws IOException when the connection breaks, or nothing comes in time
   */
  @Override
  public Response exchange(Request request) throws IOException {
    reusable = false;
    writer.write(request);
    Response response = reader.response(request.method());
    // After 101 the connection carries something else.
    reusable =
        response.status() != 101
            && response.headers().first("connection").filter("close"::equalsIgnoreCase).isEmpty();
    return response;
  }

  /** Whether another request may follow: the other side has not said that it closes. */
  @Override
  public boolean reusable() {
    return reusable && !socket.isClosed();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: every response has been read.
    }
  }
}
