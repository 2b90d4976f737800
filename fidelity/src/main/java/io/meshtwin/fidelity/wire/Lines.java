package io.meshtwin.fidelity.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The open connections of one client, one a line. Not safe for several threads. */
public final class Lines implements AutoCloseable {
  private final Duration patience;
  private final Map<Line, Exchange> open = new HashMap<>();

  /**
   * @param patience how long to wait for each part of a response
   */
  public Lines(Duration patience) {
    this.patience = patience;
  }

  /**
   * Sends a request.
   *
   * @throws IOException when no whole response comes; on a connection that has served before, only
   *     after a second try on a new one, since a proxy may close an idle connection at any time
   */
  public Response send(Line line, Request request) throws IOException {
    Exchange kept = open.remove(line);
    if (kept != null) {
      try {
        return exchange(line, kept, request);
      } catch (IOException e) {
        // Tried again below.
      }
    }
    return exchange(line, line.open(patience), request);
  }

  private Response exchange(Line line, Exchange connection, Request request) throws IOException {
    boolean keep = false;
    try {
      Response response = connection.exchange(request);
      keep = connection.reusable();
      return response;
    } finally {
      if (keep) {
        open.put(line, connection);
      } else {
        connection.close();
      }
    }
  }

  @Override
  public void close() {
    open.values().forEach(Exchange::close);
    open.clear();
  }
}
