package io.meshtwin.fidelity.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads HTTP/1.1 messages (RFC 9112) off one connection. */
final class MessageReader {
  private static final int LONGEST_LINE = 1 << 16;

  private final InputStream in;

  MessageReader(InputStream in) {
    this.in = in;
  }

  /** The next request; empty when the other side closed the connection between requests. */
  Optional<Request> request() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first < 0 || last <= first) {
      throw new IOException("not a request line: " + line);
    }
    Headers headers = headers();
    String body =
        chunked(headers)
            ? text(chunks())
            : text(in.readNBytes(headers.first("content-length").map(Integer::parseInt).orElse(0)));
    return Optional.of(
        new Request(line.substring(0, first), line.substring(first + 1, last), headers, body));
  }

  /**
   * The response to a request; interim ones (1xx) are skipped.
   *
   * @param method of the request: HEAD is answered without a body
   */
  Response response(String method) throws IOException {
    while (true) {
      String line = line();
      if (!line.startsWith("HTTP/1.") || line.length() < 12) {
        throw line.isEmpty()
            ? new EOFException("the connection was closed without a response")
            : new IOException("not a status line: " + line);
      }
      int status = Integer.parseInt(line.substring(9, 12));
      Headers headers = headers();
      // Interim answers are skipped; 101 is the last one on its connection.
      if (status >= 200 || status == 101) {
        byte[] body = body(method, status, headers);
        // What a gRPC backend said stays framed when a proxy translates it for HTTP/1.1.
        return new Response(status, headers, Grpc.is(headers) ? Grpc.message(body) : text(body));
      }
    }
  }

  private byte[] body(String method, int status, Headers headers) throws IOException {
    if (method.equals("HEAD") || status == 101 || status == 204 || status == 304) {
      return new byte[0];
    }
    if (chunked(headers)) {
      return chunks();
    }
    Optional<String> length = headers.first("content-length");
    return length.isPresent() ? in.readNBytes(Integer.parseInt(length.get())) : in.readAllBytes();
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static boolean chunked(Headers headers) {
    return headers.first("transfer-encoding").filter(v -> v.contains("chunked")).isPresent();
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      String size = line();
      int extension = size.indexOf(';');
      int length = Integer.parseInt(extension < 0 ? size : size.substring(0, extension), 16);
      if (length == 0) {
        headers(); // trailers
        return body.toByteArray();
      }
      body.write(in.readNBytes(length));
      line();
    }
  }

  private Headers headers() throws IOException {
    List<Header> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header: " + line);
      }
      lines.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new Headers(lines);
  }

  /** Up to the line's end, which is dropped; empty at the end of the stream. */
  private String line() throws IOException {
    var line = new ByteArrayOutputStream(64);
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
