package io.meshtwin.fidelity.wire;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection of a client that knows that the other side speaks it (RFC 9113, 3.3); one
 * request after another. Trailers stand behind the response's headers. Not safe for several
 * threads.
 */
final class Http2Connection implements Exchange {
  private final Socket socket;
  private final Http2Wire wire;
  private final String scheme;
  private int next = 1;
  private boolean reusable = true;

  Http2Connection(Socket socket, String scheme) throws IOException {
    this.socket = socket;
    this.scheme = scheme;
    wire =
        new Http2Wire(
            new BufferedInputStream(socket.getInputStream()),
            new BufferedOutputStream(socket.getOutputStream()));
    wire.begin(true);
  }

  @Override
  public Response exchange(Request request) throws IOException {
    int stream = next;
    next += 2;
    reusable = false;
    byte[] body = Grpc.is(request.headers()) ? Grpc.frame("") : bytes(request.body());
    wire.headers(stream, headers(request), body.length == 0);
    if (body.length > 0) {
      wire.data(stream, body, true);
    }
    Response response = response(stream);
    reusable = true;
    return response;
  }

  private DefaultHttp2Headers headers(Request request) {
    var headers = new DefaultHttp2Headers(false);
    headers.method(request.method()).scheme(scheme).path(request.target());
    for (Header line : request.headers().lines()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (name.equals("host")) {
        headers.authority(line.value());
      } else {
        headers.add(name, line.value());
      }
    }
    return headers;
  }

  private Response response(int stream) throws IOException {
    Http2Headers first = null;
    Headers all = Headers.NONE;
    var body = new ByteArrayOutputStream();
    while (true) {
      Frame frame = wire.read();
      if (frame.type() == Frame.GOAWAY) {
        throw new EOFException("the connection was given up (GOAWAY)");
      }
      if (frame.stream() != stream) {
        continue;
      }
      switch (frame.type()) {
        case Frame.RST_STREAM -> throw new EOFException("the stream was reset");
        case Frame.DATA -> body.writeBytes(frame.content());
        default -> {
          Http2Headers block = wire.headers(frame);
          boolean interim = first == null && block.status().toString().startsWith("1");
          first = first == null && !interim ? block : first;
          all = interim ? all : with(all, block);
        }
      }
      if (frame.has(Frame.END_STREAM) && first != null) {
        return new Response(Integer.parseInt(first.status().toString()), all, text(all, body));
      }
    }
  }

  private static String text(Headers headers, ByteArrayOutputStream body) {
    byte[] bytes = body.toByteArray();
    return Grpc.is(headers) ? Grpc.message(bytes) : new String(bytes, StandardCharsets.UTF_8);
  }

  /** These headers and those of a block, without pseudo-headers. */
  static Headers with(Headers headers, Http2Headers block) {
    Headers all = headers;
    for (Map.Entry<CharSequence, CharSequence> line : block) {
      String name = line.getKey().toString();
      if (!name.startsWith(":")) {
        all = all.with(name, line.getValue().toString());
      }
    }
    return all;
  }

  private static byte[] bytes(@Nullable String body) {
    return body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
  }

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
