package io.meshtwin.fidelity.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Frames of one HTTP/2 connection, read by one thread and written by several. Netty does what is
 * hard, HPACK; what is sent and in which order stays in our hands.
 */
final class Http2Wire {
  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int LARGEST = 1 << 14;
  private static final byte[] NOTHING = new byte[0];

  private final DataInputStream in;
  private final DataOutputStream out;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

  Http2Wire(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(out);
  }

  /** The preface of a client; a server sends only its settings. */
  synchronized void begin(boolean client) throws IOException {
    if (client) {
      out.write(PREFACE);
    }
    frame(Frame.SETTINGS, 0, 0, NOTHING);
    out.flush();
  }

  void readPreface() throws IOException {
    if (!java.util.Arrays.equals(in.readNBytes(PREFACE.length), PREFACE)) {
      throw new IOException("not HTTP/2");
    }
  }

  /** The next frame that matters to a stream; the connection's own business is done here. */
  Frame read() throws IOException {
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt() & Integer.MAX_VALUE;
      if (length > LARGEST) {
        throw new IOException("a frame of " + length + " bytes");
      }
      var frame = new Frame(type, flags, stream, in.readNBytes(length));
      switch (type) {
        case Frame.SETTINGS, Frame.PING -> acknowledge(frame);
        case Frame.DATA -> {
          widen(frame);
          return frame;
        }
        case Frame.HEADERS, Frame.CONTINUATION, Frame.RST_STREAM, Frame.GOAWAY -> {
          return frame;
        }
        default -> {
          // Window updates: nothing that is sent here comes near a window.
        }
      }
    }
  }

  /** The header block that begins with a frame. */
  Http2Headers headers(Frame first) throws IOException {
    var block = new ByteArrayOutputStream();
    block.writeBytes(first.content());
    for (Frame next = first; !next.has(Frame.END_HEADERS); ) {
      next = read();
      block.writeBytes(next.payload());
    }
    try {
      return decoder.decodeHeaders(first.stream(), Unpooled.wrappedBuffer(block.toByteArray()));
    } catch (Http2Exception e) {
      throw new IOException("headers: " + e.getMessage(), e);
    }
  }

  /** Sends a header block. */
  synchronized void headers(int stream, DefaultHttp2Headers headers, boolean end)
      throws IOException {
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(stream, headers, block);
    } catch (Http2Exception e) {
      throw new IOException("headers: " + e.getMessage(), e);
    }
    byte[] bytes = ByteBufUtil.getBytes(block);
    if (bytes.length > LARGEST) {
      throw new IOException("headers of " + bytes.length + " bytes");
    }
    frame(Frame.HEADERS, Frame.END_HEADERS | (end ? Frame.END_STREAM : 0), stream, bytes);
    out.flush();
  }

  /** Sends content. */
  synchronized void data(int stream, byte[] content, boolean end) throws IOException {
    int from = 0;
    do {
      int to = Math.min(content.length, from + LARGEST);
      int flags = end && to == content.length ? Frame.END_STREAM : 0;
      frame(Frame.DATA, flags, stream, java.util.Arrays.copyOfRange(content, from, to));
      from = to;
    } while (from < content.length);
    out.flush();
  }

  private synchronized void acknowledge(Frame frame) throws IOException {
    if (!frame.has(Frame.ACK)) {
      byte[] payload = frame.type() == Frame.PING ? frame.payload() : NOTHING;
      frame(frame.type(), Frame.ACK, 0, payload);
      out.flush();
    }
  }

  /** What was received is read at once, so the whole connection may send as much again. */
  private synchronized void widen(Frame data) throws IOException {
    if (data.payload().length > 0) {
      byte[] more = new byte[4];
      java.nio.ByteBuffer.wrap(more).putInt(data.payload().length);
      frame(Frame.WINDOW_UPDATE, 0, 0, more);
      if (!data.has(Frame.END_STREAM)) {
        frame(Frame.WINDOW_UPDATE, 0, data.stream(), more);
      }
      out.flush();
    }
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }
}
