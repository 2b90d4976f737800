package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.RouteAction;

/**
 * The Location of a redirect (Gateway API, HTTPRequestRedirectFilter.port: the given port; else the
 * well-known one of a given scheme; else the listener's; 80 of http and 443 of https are not
 * written).
 */
final class Redirection {
  private Redirection() {}

  static String location(Effect.Redirect effect, Request request) {
    RouteAction.Redirect action = effect.action();
    String scheme = action.scheme() == null ? effect.scheme() : action.scheme();
    return scheme + "://" + authority(effect, scheme, request) + target(action, request);
  }

  private static String authority(Effect.Redirect effect, String scheme, Request request) {
    RouteAction.Redirect action = effect.action();
    if (action.ports() != RouteAction.Redirect.Ports.SPECIFICATION) {
      return asEnvoy(effect, scheme, request);
    }
    int port = port(effect, scheme);
    boolean implied = port == wellKnown(scheme);
    if (action.host() != null) {
      return implied ? action.host() : action.host() + ":" + port;
    }
    String host = Authority.withoutPort(request.authority());
    // Envoy cannot drop a port that the client wrote, so the bridge has it write the right one.
    return implied && !Authority.hasPort(request.authority()) ? host : host + ":" + port;
  }

  /** Envoy's own rule: a default port goes where the scheme changes, any other stays. */
  private static String asEnvoy(Effect.Redirect effect, String scheme, Request request) {
    RouteAction.Redirect action = effect.action();
    Integer given = action.port();
    int port = given != null ? given : action.scheme() == null ? effect.port() : 0;
    boolean verbatim = action.ports() == RouteAction.Redirect.Ports.VERBATIM;
    boolean implied = port == wellKnown(scheme) && !verbatim;
    String suffix = port == 0 || implied ? "" : ":" + port;
    if (action.host() != null) {
      return action.host() + suffix;
    }
    String authority = request.authority();
    boolean leaves =
        !suffix.isEmpty()
            || (!scheme.equals(effect.scheme())
                && authority.endsWith(":" + wellKnown(effect.scheme())));
    return (leaves ? Authority.withoutPort(authority) : authority) + suffix;
  }

  private static int port(Effect.Redirect effect, String scheme) {
    RouteAction.Redirect action = effect.action();
    if (action.port() != null) {
      return action.port();
    }
    return action.scheme() == null ? effect.port() : wellKnown(scheme);
  }

  private static int wellKnown(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  /** A full path that brings a query of its own replaces the request's (Envoy path_redirect). */
  private static String target(RouteAction.Redirect action, Request request) {
    String path =
        action.path() == null ? request.path() : Rewriting.path(action.path(), request.path());
    return request.query() == null || path.indexOf('?') >= 0 ? path : path + "?" + request.query();
  }
}
