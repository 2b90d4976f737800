package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.AllowedRoutes.RouteKind;
import java.util.List;

/** Which kinds of routes a listener's protocol carries (the guide to TLS, ProtocolType). */
final class RouteKinds {
  private RouteKinds() {}

  /** The kinds; empty for a protocol that is not the Gateway API's own. */
  static List<RouteKind> of(String protocol) {
    return switch (protocol) {
      case "HTTP", "HTTPS" -> List.of(RouteKind.of("HTTPRoute"), RouteKind.of("GRPCRoute"));
      case "TLS" -> List.of(RouteKind.of("TLSRoute"));
      case "TCP" -> List.of(RouteKind.of("TCPRoute"));
      case "UDP" -> List.of(RouteKind.of("UDPRoute"));
      default -> List.of();
    };
  }

  /** Those that a listener names and its protocol carries; all of its protocol without names. */
  static List<RouteKind> of(String protocol, List<RouteKind> named) {
    return named.isEmpty() ? of(protocol) : named.stream().filter(of(protocol)::contains).toList();
  }
}
