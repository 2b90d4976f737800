package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;

/** HTTPRequestRedirectFilter. */
final class SpecRedirect {
  private SpecRedirect() {}

  /** {@code redirect 302 http://host/path}. */
  static String of(SpecMatch match, JsonNode filter, SpecRequest request) {
    JsonNode redirect = filter.path("requestRedirect");
    boolean encrypted = request.protocol() == SpecRequest.Protocol.HTTPS;
    String scheme = redirect.path("scheme").asText(encrypted ? "https" : "http");
    String host = redirect.path("hostname").asText(request.host().replaceFirst(":[0-9]+$", ""));
    String path = SpecFilters.path(match, redirect.path("path"), SpecPath.normal(request.path()));
    String query = request.query() == null ? "" : "?" + request.query();
    return "redirect "
        + redirect.path("statusCode").asInt(302)
        + " "
        + scheme
        + "://"
        + host
        + port(redirect, scheme, request)
        + path
        + query;
  }

  /**
   * "If no port is specified, the redirect port MUST be derived": from the redirect's scheme, or
   * else the listener's port; a scheme's well-known port is left out.
   */
  private static String port(JsonNode redirect, String scheme, SpecRequest request) {
    int wellKnown = scheme.equals("https") ? 443 : 80;
    int derived = redirect.has("scheme") ? wellKnown : request.port();
    int port = redirect.path("port").asInt(derived);
    // "SHOULD NOT add the port number" where it is the scheme's own; but Envoy cannot drop one that
    // the client wrote in Host, so there the right one stands in its place.
    boolean written = !redirect.has("hostname") && request.host().matches(".*:[0-9]+");
    return port == wellKnown && !written ? "" : ":" + port;
  }
}
