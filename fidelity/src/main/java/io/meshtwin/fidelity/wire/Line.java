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
 * @param http2 whether it speaks HTTP/2 from the first byte
 * @param tls how it opens TLS, null for plain text
 */
public record Line(InetSocketAddress address, boolean http2, @Nullable ClientHello tls) {
  /** HTTP/1.1 in plain text. */
  public Line(InetSocketAddress address) {
    this(address, false, null);
  }

  Exchange open(Duration patience) throws IOException {
    Socket socket = Connection.connect(address, patience);
    try {
      Socket used = tls == null ? socket : tls.open(socket, List.of(http2 ? "h2" : "http/1.1"));
      return http2
          ? new Http2Connection(used, tls == null ? "http" : "https")
          : new Connection(used);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
