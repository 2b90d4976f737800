package io.meshtwin.bridge.xds;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.ServerSide;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code FilterChain}: who takes the connections to a workload's port, by transport (istiod's
 * {@code inboundChainForOpts}).
 *
 * @param rules the filters that are asked
 * @param notModelled told of ports that are closed instead
 */
record ServerChains(AccessRules rules, Consumer<Caveat> notModelled) {
  private static final String TLS = "tls";
  private static final String PLAIN = "raw_buffer";

  /**
   * The chains of a port.
   *
   * @param port 0 for every port that has no chains of its own
   */
  List<FilterChain> of(ServerSide server, int port, Inbound inbound) {
    String cluster = port == 0 || !server.ports().containsKey(port) ? "" : String.valueOf(port);
    if (!inbound.caveats().isEmpty()) {
      inbound.caveats().forEach(notModelled);
      return List.of(closed(port));
    }
    return inbound.chains().stream()
        .map(chain -> chain(server, port, chain, Names.inbound(cluster)))
        .toList();
  }

  /** Takes every connection, to close it. */
  private static FilterChain closed(int port) {
    return FilterChain.newBuilder()
        .setName(name(port, "closed"))
        .setFilterChainMatch(match(port))
        .addFilters(TcpProxies.filter(name(port, "closed"), Names.NO_CLUSTER))
        .build();
  }

  private FilterChain chain(ServerSide server, int port, Inbound.Chain chain, String cluster) {
    String name = name(port, chain.name());
    FilterChain.Builder builder =
        FilterChain.newBuilder()
            .setName(name)
            .setFilterChainMatch(
                match(port)
                    .setTransportProtocol(chain.tls() ? TLS : PLAIN)
                    .addAllApplicationProtocols(chain.protocols()))
            .addAllFilters(filters(chain, name, cluster));
    if (chain.mutual()) {
      builder.setTransportSocket(MeshTls.server(chain.http(), server.peers()));
    }
    return builder.build();
  }

  private List<Filter> filters(Inbound.Chain chain, String name, String cluster) {
    return chain.http()
        ? List.of(HttpConnections.inbound(name, cluster, rules.http(chain.filters())))
        : Stream.concat(
                rules.connections(chain.filters(), name).stream(),
                Stream.of(TcpProxies.filter(name, cluster)))
            .toList();
  }

  private static FilterChainMatch.Builder match(int port) {
    FilterChainMatch.Builder match = FilterChainMatch.newBuilder();
    return port == 0 ? match : match.setDestinationPort(UInt32Value.of(port));
  }

  private static String name(int port, String chain) {
    return "inbound/" + (port == 0 ? "any" : port) + "/" + chain;
  }
}
