package io.meshtwin.fidelity.wire;

import io.meshtwin.fidelity.tls.ClientHello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client reaches something: requests over the same line may share a connection.
 *
 * @param address where to
 * @param speech what it speaks
 * @param tls how it opens TLS, null for plain text
 */
public record Line(InetSocketAddress address, Speech speech, @Nullable ClientHello tls) {
  /** What a client speaks from the first byte. */
  public enum Speech {
    /** HTTP/1.1. */
    HTTP_1,
    /** HTTP/2. */
    HTTP_2,
    /** Something that nobody takes for HTTP, which our servers understand all the same. */
    BYTES
  }

  /** HTTP/1.1 in plain text. */
  public Line(InetSocketAddress address) {
    this(address, Speech.HTTP_1, null);
  }

  Exchange open(Duration patience) throws IOException {
    boolean http2 = speech == Speech.HTTP_2;
    Socket socket = Connection.connect(address, patience);
    try {
      Socket used = tls == null ? socket : tls.open(socket, List.of(http2 ? "h2" : "http/1.1"));
      if (speech == Speech.BYTES) {
        used.getOutputStream().write(Server.NO_HTTP);
      }
      return http2
          ? new Http2Connection(used, tls == null ? "http" : "https")
          : new Connection(used);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
