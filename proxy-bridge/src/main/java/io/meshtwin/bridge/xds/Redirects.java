package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction.RedirectResponseCode;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction.Redirect;
import org.jspecify.annotations.Nullable;

/**
 * {@code RedirectAction} by the rules of Gateway API's HTTPRequestRedirectFilter.port: the given
 * port; else the well-known one of a given scheme; else the listener's; and 80 of http and 443 of
 * https are not written.
 *
 * @param listenerScheme http or https
 * @param listenerPort the port that was dialed
 */
record Redirects(String listenerScheme, int listenerPort) {
  private static final int UNKNOWN_PORT = -1;

  /**
   * Takes requests whose Host carries a port. Envoy would keep that port where none is to be
   * written, and cannot drop it for one route, so for these the port is written though it is the
   * well-known one: the same address in other words.
   */
  static final HeaderMatcher HOST_WITH_PORT =
      HeaderMatcher.newBuilder()
          .setName(":authority")
          .setStringMatch(StringMatcher.newBuilder().setSafeRegex(Strings.regex(".*:[0-9]+")))
          .build();

  /** Whether requests with a port in Host need a redirect of their own. */
  boolean dependsOnPortInHost(Redirect redirect) {
    return redirect.host() == null
        && redirect.ports() == Redirect.Ports.SPECIFICATION
        && isWellKnown(redirect);
  }

  /**
   * The redirect for a Host without port.
   *
   * @param anyCase whether the rule took the path whatever the case of its letters
   */
  RedirectAction of(Redirect redirect, boolean anyCase) {
    return action(anyCase, redirect, isWellKnown(redirect) ? null : port(redirect));
  }

  /** The redirect for a Host with a port. */
  RedirectAction withPort(Redirect redirect, boolean anyCase) {
    return action(anyCase, redirect, port(redirect));
  }

  private static RedirectAction action(boolean anyCase, Redirect redirect, @Nullable Integer port) {
    RedirectAction.Builder builder =
        RedirectAction.newBuilder().setResponseCode(code(redirect.status()));
    if (redirect.scheme() != null) {
      builder.setSchemeRedirect(redirect.scheme());
    }
    if (redirect.host() != null) {
      builder.setHostRedirect(redirect.host());
    }
    if (port != null && port != UNKNOWN_PORT) {
      builder.setPortRedirect(port);
    }
    switch (redirect.path()) {
      case null -> {}
      case PathRewrite.Full full -> builder.setPathRedirect(full.value());
      case PathRewrite.Prefix prefix -> PathRewrites.of(prefix).ifPresent(builder::setRegexRewrite);
      case PathRewrite.Text text ->
          PathRewrites.of(text, anyCase).ifPresent(builder::setRegexRewrite);
      case PathRewrite.Regex regex -> PathRewrites.of(regex).ifPresent(builder::setRegexRewrite);
    }
    return builder.build();
  }

  private boolean isWellKnown(Redirect redirect) {
    String scheme = redirect.scheme() == null ? listenerScheme : redirect.scheme();
    return port(redirect) == wellKnownPort(scheme);
  }

  private int port(Redirect redirect) {
    if (redirect.port() != null) {
      return redirect.port();
    }
    return redirect.scheme() == null ? listenerPort : wellKnownPort(redirect.scheme());
  }

  private static int wellKnownPort(String scheme) {
    return switch (scheme) {
      case "http" -> 80;
      case "https" -> 443;
      default -> UNKNOWN_PORT;
    };
  }

  private static RedirectResponseCode code(int status) {
    return switch (status) {
      case 301 -> RedirectResponseCode.MOVED_PERMANENTLY;
      case 302 -> RedirectResponseCode.FOUND;
      case 303 -> RedirectResponseCode.SEE_OTHER;
      case 307 -> RedirectResponseCode.TEMPORARY_REDIRECT;
      case 308 -> RedirectResponseCode.PERMANENT_REDIRECT;
      default -> throw new IllegalArgumentException("not a redirect's status: " + status);
    };
  }
}
