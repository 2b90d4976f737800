package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import org.jspecify.annotations.Nullable;

/** {@code RedirectAction} and {@code DirectResponseAction}. */
final class Answers {
  private Answers() {}

  static RouteAction.Redirect redirect(Entry redirect, RouteMatch match, HeaderChanges response) {
    String scheme =
        redirect.flag("https_redirect", false) ? "https" : redirect.text("scheme_redirect");
    return new RouteAction.Redirect(
        status(redirect.text("response_code")),
        orNull(scheme),
        orNull(redirect.text("host_redirect")),
        redirect.number("port_redirect", 0),
        path(redirect, match),
        response,
        RouteAction.Redirect.Ports.VERBATIM);
  }

  private static @Nullable PathRewrite path(Entry redirect, RouteMatch match) {
    String whole = redirect.text("path_redirect");
    return whole.isEmpty() ? Rewrites.of(redirect, match) : new PathRewrite.Full(whole);
  }

  private static int status(String code) {
    return switch (code) {
      case "FOUND" -> 302;
      case "SEE_OTHER" -> 303;
      case "TEMPORARY_REDIRECT" -> 307;
      case "PERMANENT_REDIRECT" -> 308;
      default -> 301;
    };
  }

  static RouteAction.Respond direct(Entry direct, HeaderChanges response) {
    int status = direct.number("status", 0);
    String body = direct.message("body", "DataSource").text("inline_string");
    return new RouteAction.Respond(status, "a direct response", orNull(body), response);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
