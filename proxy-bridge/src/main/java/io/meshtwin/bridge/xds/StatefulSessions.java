package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.stateful_session.v3.StatefulSession;
import io.envoyproxy.envoy.extensions.filters.http.stateful_session.v3.StatefulSessionPerRoute;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.http.stateful_session.cookie.v3.CookieBasedSessionState;
import io.envoyproxy.envoy.extensions.http.stateful_session.header.v3.HeaderBasedSessionState;
import io.envoyproxy.envoy.type.http.v3.Cookie;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.SessionPersistence;

/** {@code StatefulSession} of a route (GEP-1619): the endpoint's address in a cookie or header. */
final class StatefulSessions {
  static final String FILTER = "envoy.filters.http.stateful_session";

  private StatefulSessions() {}

  /** Does nothing on a route without a session of its own. */
  static HttpFilter filter() {
    return HttpFilter.newBuilder()
        .setName(FILTER)
        .setTypedConfig(Any.pack(StatefulSession.getDefaultInstance()))
        .build();
  }

  /**
   * A route's session.
   *
   * @param path what the route matches: the cookie is for that path
   */
  static Any of(SessionPersistence session, PathMatch path) {
    Message state =
        switch (session.carrier()) {
          case COOKIE -> cookie(session, path);
          case HEADER -> HeaderBasedSessionState.newBuilder().setName(session.name()).build();
        };
    String name =
        "envoy.http.stateful_session."
            + session.carrier().name().toLowerCase(java.util.Locale.ROOT);
    return Any.pack(
        StatefulSessionPerRoute.newBuilder()
            .setStatefulSession(
                StatefulSession.newBuilder()
                    .setSessionState(
                        TypedExtensionConfig.newBuilder()
                            .setName(name)
                            .setTypedConfig(Any.pack(state))))
            .build());
  }

  private static CookieBasedSessionState cookie(SessionPersistence session, PathMatch path) {
    Cookie.Builder cookie = Cookie.newBuilder().setName(session.name()).setPath(path(path));
    if (Times.limits(session.lifetime())) {
      cookie.setTtl(Times.orNoLimit(session.lifetime()));
    }
    return CookieBasedSessionState.newBuilder().setCookie(cookie).build();
  }

  private static String path(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact exact -> exact.value();
      case PathMatch.SegmentPrefix prefix -> prefix.value();
      case PathMatch.Prefix prefix -> prefix.value();
      case PathMatch.Regex _ -> "/";
    };
  }
}
