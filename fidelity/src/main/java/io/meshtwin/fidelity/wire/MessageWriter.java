package io.meshtwin.fidelity.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes HTTP/1.1 messages, each with one write; adds {@code Content-Length} where it is due. */
final class MessageWriter {
  private static final byte[] NOTHING = new byte[0];

  private final OutputStream out;

  MessageWriter(OutputStream out) {
    this.out = out;
  }

  void write(Request request) throws IOException {
    String first = request.method() + " " + request.target() + " HTTP/1.1";
    byte[] body = bytes(request.body());
    Headers headers = body.length == 0 ? request.headers() : sized(request.headers(), body);
    write(first, headers, body);
  }

  /**
   * @param method of the request: HEAD is answered with the length of a body, and none
   */
  void write(Response response, String method) throws IOException {
    byte[] body = bytes(response.body());
    String first = "HTTP/1.1 " + response.status() + " ";
    boolean none = method.equals("HEAD") || response.status() == 101;
    Headers headers =
        response.status() == 101 ? response.headers() : sized(response.headers(), body);
    write(first, headers, none ? NOTHING : body);
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static Headers sized(Headers headers, byte[] body) {
    return headers.with("content-length", Integer.toString(body.length));
  }

  private void write(String first, Headers headers, byte[] body) throws IOException {
    var text = new StringBuilder(256).append(first).append("\r\n");
    for (Header line : headers.lines()) {
      text.append(line.name()).append(": ").append(line.value()).append("\r\n");
    }
    var message = new ByteArrayOutputStream(text.length() + body.length + 2);
    message.write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    message.write(body);
    message.writeTo(out);
    out.flush();
  }
}
