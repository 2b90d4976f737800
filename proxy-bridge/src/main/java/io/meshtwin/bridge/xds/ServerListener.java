package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.type.v3.Int32Range;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.ServerSide;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The listener that takes all that comes to a sidecar's workload, with chains for each port and
 * transport (istiod's {@code inboundVirtualListener}, {@code populateListenerFilters}).
 *
 * @param server what is done with it
 * @param entrance where it comes in
 * @param chains makes the chains
 */
record ServerListener(ServerSide server, Addresses.Entrance entrance, ServerChains chains) {
  /** Stands for every port that has no chains of its own. */
  private static final int ANY_PORT = 0;

  /** HTTP that the http_inspector has to find in the first bytes. */
  private static final List<String> FOUND = List.of("http/1.1", "h2c");

  private SortedMap<Integer, Inbound> byPort() {
    SortedMap<Integer, Inbound> all = new TreeMap<>();
    all.put(ANY_PORT, server.others());
    server.ports().forEach((number, port) -> all.put(number, port.inbound()));
    return all;
  }

  Listener message() {
    Listener.Builder listener =
        Listener.newBuilder()
            .setName(Names.INBOUND)
            .setAddress(entrance.at().message())
            .setTrafficDirection(TrafficDirection.INBOUND)
            // A port that is looked into waits for the client's first bytes for as long as it takes
            // (MeshConfig.protocolDetectionTimeout is 0).
            .setListenerFiltersTimeout(Duration.getDefaultInstance())
            .setContinueOnListenerFiltersTimeout(true)
            .addFilterChains(toItself());
    byPort()
        .forEach((port, inbound) -> listener.addAllFilterChains(chains.of(server, port, inbound)));
    return listener.addAllListenerFilters(filters()).build();
  }

  /** Who dials the listener's own port would go round for ever (buildInboundBlackhole). */
  private FilterChain toItself() {
    return FilterChain.newBuilder()
        .setName("itself")
        .setFilterChainMatch(
            FilterChainMatch.newBuilder().setDestinationPort(UInt32Value.of(entrance.at().port())))
        .addFilters(TcpProxies.filter(Names.INBOUND, Names.NO_CLUSTER))
        .build();
  }

  private List<ListenerFilter> filters() {
    List<ListenerFilter> filters = new ArrayList<>();
    filters.add(
        switch (entrance.original()) {
          case REDIRECTED ->
              filter("envoy.filters.listener.original_dst", OriginalDst.getDefaultInstance());
          case PROXY_PROTOCOL ->
              filter("envoy.filters.listener.proxy_protocol", ProxyProtocol.getDefaultInstance());
        });
    inspector(
        filters,
        filter("envoy.filters.listener.tls_inspector", TlsInspector.getDefaultInstance()),
        Inbound::inspectsTls);
    inspector(
        filters,
        filter("envoy.filters.listener.http_inspector", HttpInspector.getDefaultInstance()),
        ServerListener::looksForHttp);
    return filters;
  }

  private static boolean looksForHttp(Inbound inbound) {
    return inbound.chains().stream()
        .anyMatch(chain -> chain.protocols().stream().anyMatch(FOUND::contains));
  }

  /** Only at the ports that need it: elsewhere what it finds would choose other chains. */
  private void inspector(
      List<ListenerFilter> filters, ListenerFilter filter, Predicate<Inbound> needs) {
    SortedMap<Integer, Inbound> all = byPort();
    boolean usual = needs.test(server.others());
    List<Integer> others =
        all.keySet().stream()
            .filter(port -> port != ANY_PORT && needs.test(server.inbound(port)) != usual)
            .toList();
    if (!usual && others.isEmpty()) {
      return;
    }
    ListenerFilter.Builder builder = filter.toBuilder();
    if (!others.isEmpty()) {
      builder.setFilterDisabled(usual ? at(others) : not(at(others)));
    }
    filters.add(builder.build());
  }

  private static ListenerFilterChainMatchPredicate at(List<Integer> ports) {
    List<ListenerFilterChainMatchPredicate> each =
        ports.stream()
            .map(port ->
                ListenerFilterChainMatchPredicate.newBuilder()
                    .setDestinationPortRange(
                        Int32Range.newBuilder().setStart(port).setEnd(port + 1))
                    .build())
            .toList();
    // A set of rules has two at least.
    return each.size() == 1
        ? each.getFirst()
        : ListenerFilterChainMatchPredicate.newBuilder()
            .setOrMatch(ListenerFilterChainMatchPredicate.MatchSet.newBuilder().addAllRules(each))
            .build();
  }

  private static ListenerFilterChainMatchPredicate not(ListenerFilterChainMatchPredicate of) {
    return ListenerFilterChainMatchPredicate.newBuilder().setNotMatch(of).build();
  }

  private static ListenerFilter filter(String name, Message config) {
    return ListenerFilter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }
}
