package io.meshtwin.fidelity.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** gRPC's framing of messages: a byte for compression, four for the length, the message. */
final class Grpc {
  private static final int PREFIX = 5;

  private Grpc() {}

  static boolean is(Headers headers) {
    return headers.first("content-type").filter(t -> t.startsWith("application/grpc")).isPresent();
  }

  static byte[] frame(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(bytes.length + PREFIX);
    out.write(0);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(bytes.length >> shift);
    }
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  /** The first message, empty without one. */
  static String message(byte[] framed) {
    return framed.length < PREFIX
        ? ""
        : new String(framed, PREFIX, framed.length - PREFIX, StandardCharsets.UTF_8);
  }
}
