package io.meshtwin.fidelity.wire;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A server's side of one HTTP/2 connection; each request is answered on a virtual thread. */
final class Http2Serving {
  private final Http2Wire wire;
  private final Function<Request, Response> handler;
  private final Map<Integer, Incoming> open = new HashMap<>();

  /** A request that is on its way. */
  private record Incoming(Http2Headers headers, ByteArrayOutputStream body) {}

  Http2Serving(InputStream in, OutputStream out, Function<Request, Response> handler) {
    this.wire = new Http2Wire(in, out);
    this.handler = handler;
  }

  /** Serves until the other side goes away. */
  void run() throws IOException {
    wire.readPreface();
    wire.begin(false);
    while (true) {
      Frame frame = wire.read();
      switch (frame.type()) {
        case Frame.GOAWAY -> {
          return;
        }
        case Frame.RST_STREAM -> open.remove(frame.stream());
        case Frame.DATA -> {
          Incoming incoming = open.get(frame.stream());
          if (incoming != null) {
            incoming.body().writeBytes(frame.content());
          }
        }
        default -> {
          Http2Headers block = wire.headers(frame);
          // A second block holds trailers, which no route reads.
          open.putIfAbsent(frame.stream(), new Incoming(block, new ByteArrayOutputStream()));
        }
      }
      boolean content = frame.type() == Frame.DATA || frame.type() == Frame.HEADERS;
      Incoming whole = content && frame.has(Frame.END_STREAM) ? open.remove(frame.stream()) : null;
      if (whole != null) {
        int stream = frame.stream();
        Thread.ofVirtual().start(() -> answer(stream, whole));
      }
    }
  }

  private void answer(int stream, Incoming incoming) {
    Request request = request(incoming);
    Response response = handler.apply(request);
    boolean grpc = Grpc.is(request.headers());
    var headers = new DefaultHttp2Headers(false);
    headers.status(Integer.toString(response.status()));
    for (Header line : response.headers().lines()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      boolean type = grpc && name.equals("content-type");
      headers.add(name, type ? "application/grpc" : line.value());
    }
    byte[] body =
        grpc ? Grpc.frame(response.body()) : response.body().getBytes(StandardCharsets.UTF_8);
    boolean none = request.method().equals("HEAD") || (body.length == 0 && !grpc);
    try {
      synchronized (wire) {
        wire.headers(stream, headers, none);
        if (!none) {
          wire.data(stream, body, !grpc);
        }
        if (grpc && !none) {
          var trailers = new DefaultHttp2Headers(false);
          trailers.set("grpc-status", response.status() == 200 ? "0" : "14");
          wire.headers(stream, trailers, true);
        }
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private static Request request(Incoming incoming) {
    Http2Headers block = incoming.headers();
    Headers headers = Headers.NONE;
    if (block.authority() != null) {
      headers = headers.with("Host", block.authority().toString());
    }
    return new Request(
        block.method().toString(),
        block.path().toString(),
        Http2Connection.with(headers, block),
        incoming.body().toString(StandardCharsets.UTF_8));
  }
}
