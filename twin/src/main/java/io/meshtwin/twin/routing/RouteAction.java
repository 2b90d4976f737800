package io.meshtwin.twin.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done with a request that a rule takes. */
public sealed interface RouteAction {
  /**
   * The request is sent on, changed as {@code changes} say, to one of the destinations by weight.
   *
   * @param destinations with positive weights; an empty list is answered with 500 (Gateway API: no
   *     valid backend)
   * @param changes to the request and the response
   * @param delivery how it is sent on: timeouts, retries, mirrors, session
   */
  record Forward(List<WeightedDestination> destinations, Changes changes, Delivery delivery)
      implements RouteAction {
    public Forward {
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * A redirect response.
   *
   * @param status 301, 302, 303, 307 or 308
   * @param scheme the new scheme, null to keep it
   * @param host the new host, null to keep it
   * @param port the new port, 0 for none, null for the scheme's rule (HTTPRouteFilter
   *     requestRedirect.port)
   * @param path the new path, null to keep it
   * @param response changes to the redirect's own headers
   * @param ports how the port of Location is written
   */
  record Redirect(
      int status,
      @Nullable String scheme,
      @Nullable String host,
      @Nullable Integer port,
      @Nullable PathRewrite path,
      HeaderChanges response,
      Ports ports)
      implements RouteAction {
    /** How the port of a Location is written. */
    public enum Ports {
      /** By the specification: a port that the client wrote into Host does not stay. */
      SPECIFICATION,
      /** It stays where no other is to be written, as Envoy leaves it on its own. */
      KEPT,
      /** As {@link #KEPT}, and a given port is written though it is the scheme's own. */
      VERBATIM
    }

    /** By the specification: a port in Host does not stay. */
    public Redirect(
        int status,
        @Nullable String scheme,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable PathRewrite path,
        HeaderChanges response) {
      this(status, scheme, host, port, path, response, Ports.SPECIFICATION);
    }
  }

  /**
   * A response made by the proxy itself.
   *
   * @param status 200 to 599
   * @param reason in words
   * @param body null for none
   * @param response changes to the response's headers
   */
  record Respond(int status, String reason, @Nullable String body, HeaderChanges response)
      implements RouteAction {
    /** Without a body. */
    public Respond(int status, String reason) {
      this(status, reason, null, HeaderChanges.NONE);
    }
  }

  /** The rule takes the request, but what it does with it is not modelled. */
  record Unmodelled(Caveat caveat) implements RouteAction {}
}
