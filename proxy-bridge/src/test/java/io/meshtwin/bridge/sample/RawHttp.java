package io.meshtwin.bridge.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A request written byte by byte: the JDK's clients choose Host and paths by themselves.
 *
 * @param head status line and headers
 * @param body the body
 */
public record RawHttp(String head, String body) {
  private static final int TIMEOUT_MILLIS = 10_000;

  /** Sends a GET on a connection of its own. */
  public static RawHttp get(int port, String host, String path, String... headers) {
    return send("GET", port, host, path, headers);
  }

  /** Sends a request without a body on a connection of its own. */
  public static RawHttp send(String method, int port, String host, String path, String... headers) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return send(method, socket, host, path, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a GET on a connection, which is not used again. */
  public static RawHttp get(Socket socket, String host, String path) throws IOException {
    return send("GET", socket, host, path);
  }

  private static RawHttp send(
      String method, Socket socket, String host, String path, String... headers)
      throws IOException {
    StringBuilder request =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nhost: " + host + "\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    request.append("connection: close\r\n\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    return read(socket.getInputStream());
  }

  private static RawHttp read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.append((char) next);
    }
    RawHttp response = new RawHttp(head.toString().strip(), "");
    String length = response.header("content-length");
    int bytes = length.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(length);
    return new RawHttp(
        response.head(), new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1));
  }

  public static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  public int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  /** The header's first value; empty without. */
  public String header(String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
