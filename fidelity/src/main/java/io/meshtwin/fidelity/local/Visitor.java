package io.meshtwin.fidelity.local;

import io.meshtwin.fidelity.wire.Line;
import io.meshtwin.fidelity.wire.Lines;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.fidelity.wire.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A client that keeps one connection of each kind to each address open. Not for several threads.
 */
public final class Visitor implements AutoCloseable {
  private final Lines lines;

  /**
   * @param patience how long to wait for each part of a response
   */
  public Visitor(Duration patience) {
    this.lines = new Lines(patience);
  }

  /** Sends a request over HTTP/1.1 in plain text. */
  public Response send(InetSocketAddress address, Request request) throws IOException {
    return send(new Line(address), request);
  }

  /**
   * Sends a request.
   *
   * @throws IOException when no whole response comes; on a connection that has served before, only
   *     after a second try on a new one, since a proxy may close an idle connection at any time
   */
  public Response send(Line line, Request request) throws IOException {
    return lines.send(line, request);
  }

  @Override
  public void close() {
    lines.close();
  }
}
