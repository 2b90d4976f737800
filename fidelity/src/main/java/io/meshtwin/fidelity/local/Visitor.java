package io.meshtwin.fidelity.local;

import io.meshtwin.fidelity.wire.Connection;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.fidelity.wire.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A client that keeps one connection to each address open. Not safe for several threads. */
public final class Visitor implements AutoCloseable {
  private final Duration patience;
  private final Map<InetSocketAddress, Connection> connections = new HashMap<>();

  /**
   * @param patience how long to wait for each part of a response
   */
  public Visitor(Duration patience) {
    this.patience = patience;
  }

  /**
   * Sends a request.
   *
   * @throws IOException when no whole response comes; on a connection that has served before, only
   *     after a second try on a new one, since a proxy may close an idle connection at any time
   */
  public Response send(InetSocketAddress address, Request request) throws IOException {
    Connection kept = connections.remove(address);
    if (kept != null) {
      try {
        return exchange(address, kept, request);
      } catch (IOException e) {
        // Tried again below.
      }
    }
    return exchange(address, Connection.open(address, patience), request);
  }

  private Response exchange(InetSocketAddress address, Connection connection, Request request)
      throws IOException {
    boolean keep = false;
    try {
      Response response = connection.exchange(request);
      keep = connection.reusable();
      return response;
    } finally {
      if (keep) {
        connections.put(address, connection);
      } else {
        connection.close();
      }
    }
  }

  @Override
  public void close() {
    connections.values().forEach(Connection::close);
    connections.clear();
  }
}
