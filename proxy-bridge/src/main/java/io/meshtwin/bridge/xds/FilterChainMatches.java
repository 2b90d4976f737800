package io.meshtwin.bridge.xds;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code FilterChainMatch}: which connections a chain takes. Envoy prefers the exact server name,
 * then the longest wildcard, then none; and {@code tls} before anything.
 */
final class FilterChainMatches {
  private static final String EVERY_NAME = "*";
  private static final String TLS = "tls";

  /** What Envoy's {@code http_inspector} reports of connections without TLS. */
  private static final List<String> PLAIN_HTTP = List.of("http/1.0", "http/1.1", "h2c");

  private FilterChainMatches() {}

  /**
   * One match, or two where both certain names and every name are asked for.
   *
   * @param destinations addresses and blocks of them, empty for all
   */
  static List<FilterChainMatch> of(Transport transport, List<String> destinations) {
    return of(transport).stream()
        .map(match ->
            match.toBuilder()
                .addAllPrefixRanges(destinations.stream().map(FilterChainMatches::block).toList())
                .build())
        .toList();
  }

  private static CidrRange block(String text) {
    int slash = text.indexOf('/');
    int whole = text.indexOf(':') < 0 ? 32 : 128;
    int length = slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1));
    return CidrRange.newBuilder()
        .setAddressPrefix(slash < 0 ? text : text.substring(0, slash))
        .setPrefixLen(UInt32Value.of(length))
        .build();
  }

  private static List<FilterChainMatch> of(Transport transport) {
    return switch (transport) {
      case Transport.Any _ -> List.of(FilterChainMatch.getDefaultInstance());
      case Transport.PlainHttp _ ->
          List.of(FilterChainMatch.newBuilder().addAllApplicationProtocols(PLAIN_HTTP).build());
      case Transport.Passthrough tls ->
          tls(tls.serverNames()).stream()
              .map(match -> match.toBuilder().addAllApplicationProtocols(tls.protocols()).build())
              .toList();
      case Transport.Terminated tls -> tls(tls.serverNames());
    };
  }

  /** Whether the listener has to look for a TLS handshake. */
  static boolean inspects(Transport transport) {
    return !(transport instanceof Transport.Any || transport instanceof Transport.PlainHttp);
  }

  private static List<FilterChainMatch> tls(List<String> names) {
    List<String> certain = names.stream().filter(name -> !name.equals(EVERY_NAME)).toList();
    List<FilterChainMatch> matches = new ArrayList<>();
    if (!certain.isEmpty()) {
      matches.add(
          FilterChainMatch.newBuilder()
              .setTransportProtocol(TLS)
              .addAllServerNames(certain)
              .build());
    }
    if (certain.size() < names.size()) {
      matches.add(FilterChainMatch.newBuilder().setTransportProtocol(TLS).build());
    }
    return matches;
  }
}
