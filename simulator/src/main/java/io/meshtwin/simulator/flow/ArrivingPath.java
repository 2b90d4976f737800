package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request's path as a workload's proxy reads it. A rule before may have written what no client
 * can send: a rewrite says what it says, and nothing checks what comes of it.
 *
 * <p>Envoy's codec of HTTP/1 answers a path that neither begins with a slash nor is a whole URL
 * with 400 ({@code ServerConnectionImpl::handlePath}), that of HTTP/2 ends the connection (RFC
 * 9113, 8.3.1); both take no blanks and control characters, and the connection manager no fragment
 * and no escaped NUL. Checked against Envoy 1.40 at both ends ({@code RewrittenPathTest}).
 *
 * @param path as the workload gets it: normalised, with what a rewrite wrote behind a question mark
 * @param unread what comes of the request where its path cannot be read; null where it can
 */
record ArrivingPath(String path, @Nullable Outcome unread) {
  private static final int BAD_REQUEST = 400;
  private static final char DELETE = 0x7f;

  /**
   * @param received the request as it is sent to the workload
   * @param origin of the workload's proxy
   * @param http2 whether it is sent in HTTP/2; asked only where that decides
   */
  static ArrivingPath of(Request received, Origin origin, BooleanSupplier http2) {
    String path = received.path();
    boolean usual = path.startsWith("/") && PathNormalisation.isReadable(path);
    if (!usual) {
      Outcome unread = unread(received, origin, http2.getAsBoolean());
      if (unread != null) {
        return new ArrivingPath(path, unread);
      }
    }
    int query = path.indexOf('?');
    String normal = PathNormalisation.of(query < 0 ? path : path.substring(0, query));
    return normal == null || path.indexOf('#') >= 0
        ? new ArrivingPath(path, refused(BAD_REQUEST, "does not take", path, origin))
        : new ArrivingPath(query < 0 ? normal : normal + path.substring(query), null);
  }

  /** What policies see. */
  String withoutQuery() {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /** What the codec makes of it; null where it reads it. */
  private static @Nullable Outcome unread(Request received, Origin origin, boolean http2) {
    String path = received.path();
    if (path.chars().anyMatch(c -> http2 && c >= DELETE)) {
      return unknown("characters beyond ASCII in a path", origin);
    }
    if (path.startsWith("*") && received.method().equals("OPTIONS")) {
      return unknown("OPTIONS of a whole server", origin);
    }
    if (!http2 && !path.startsWith("/") && path.indexOf("://") > 0) {
      return unknown("a path that is a whole URL", origin);
    }
    boolean taken = path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < DELETE);
    return taken ? null : refused(http2 ? null : BAD_REQUEST, "cannot read", path, origin);
  }

  private static Outcome unknown(String what, Origin origin) {
    return new Outcome.Undecided(
        List.of(new Caveat(what + " is not modelled at a workload's proxy", origin)));
  }

  private static Outcome refused(
      @Nullable Integer status, String cannot, String path, Origin origin) {
    String words = "the workload's proxy " + cannot + " the path \"" + path + "\"";
    return new Outcome.Refused("protocol", status, words, null, origin);
  }
}
