package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.routing.Inbound.Chain;
import io.meshtwin.twin.routing.Inbound.Mode;
import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter chains of a port ({@code pilot/pkg/networking/core/filterchain_options.go},
 * getFilterChainMatchOptions).
 *
 * @param http what requests pass
 * @param tcp what other connections pass
 */
record InboundChains(List<AccessFilter> http, List<AccessFilter> tcp) {
  /** What istiod's clients say of requests in mutual TLS. */
  private static final List<String> MESH_HTTP =
      List.of("istio-http/1.0", "istio-http/1.1", "istio-h2");

  /** What they say of other bytes in it. */
  private static final List<String> MESH_TCP = List.of("istio-peer-exchange", "istio");

  /** What plain requests look like. */
  private static final List<String> PLAIN_HTTP = List.of("http/1.1", "h2c");

  private static final List<String> NOTHING = List.of();

  /**
   * @param carries what the port is said to carry
   */
  List<Chain> of(Mode mode, PortCarries carries) {
    return switch (carries) {
      case HTTP -> ofHttp(mode);
      case TCP -> ofTcp(mode);
      case UNSAID -> ofBoth(mode);
    };
  }

  private List<Chain> ofHttp(Mode mode) {
    return switch (mode) {
      case STRICT -> List.of(http("mtls", true, NOTHING, true));
      case PERMISSIVE ->
          List.of(http("mtls", true, mesh(), true), http("plain", false, NOTHING, false));
      case DISABLE -> List.of(http("plain", false, NOTHING, false));
    };
  }

  private List<Chain> ofTcp(Mode mode) {
    return switch (mode) {
      case STRICT -> List.of(tcp("mtls", true, NOTHING, true));
      case PERMISSIVE ->
          List.of(
              tcp("mtls", true, mesh(), true),
              tcp("tls", true, NOTHING, false),
              tcp("plain", false, NOTHING, false));
      case DISABLE -> List.of(tcp("plain", false, NOTHING, false));
    };
  }

  private List<Chain> ofBoth(Mode mode) {
    return switch (mode) {
      case STRICT ->
          List.of(http("mtls-http", true, MESH_HTTP, true), tcp("mtls", true, NOTHING, true));
      case PERMISSIVE ->
          List.of(
              http("mtls-http", true, MESH_HTTP, true),
              http("http", false, PLAIN_HTTP, false),
              tcp("mtls", true, MESH_TCP, true),
              tcp("plain", false, NOTHING, false),
              tcp("tls", true, NOTHING, false));
      case DISABLE ->
          List.of(http("http", false, PLAIN_HTTP, false), tcp("plain", false, NOTHING, false));
    };
  }

  private Chain http(String name, boolean tls, List<String> protocols, boolean mutual) {
    return new Chain(name, tls, protocols, mutual, true, http);
  }

  private Chain tcp(String name, boolean tls, List<String> protocols, boolean mutual) {
    return new Chain(name, tls, protocols, mutual, false, tcp);
  }

  private static List<String> mesh() {
    var all = new ArrayList<>(MESH_TCP);
    all.addAll(MESH_HTTP);
    return List.copyOf(all);
  }
}
