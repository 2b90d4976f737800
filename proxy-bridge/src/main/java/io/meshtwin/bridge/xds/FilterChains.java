package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code FilterChain}: what is done with the connections that show a certain transport. A chain
 * that cannot be had as asked takes its connections and closes them.
 *
 * @param edge whether clients are outside the mesh
 * @param secrets what TLS is terminated with
 * @param rules what those who connect are asked
 * @param routes told of the routes of each HTTP chain
 * @param notModelled told of all that fails closed
 */
record FilterChains(
    boolean edge,
    SdsSecrets secrets,
    AccessRules rules,
    Consumer<RouteConfiguration> routes,
    Consumer<Caveat> notModelled) {
  /** One chain, or two with the same content, as {@link FilterChainMatches} says. */
  List<FilterChain> of(Listener listener, io.meshtwin.twin.routing.FilterChain chain) {
    FilterChain.Builder content = FilterChain.newBuilder();
    if (chain.transport() instanceof Transport.Terminated ended && ended.tls().missing() != null) {
      content.addFilters(TcpProxies.filter(Names.routes(listener, chain), Names.NO_CLUSTER));
      return matched(chain, content);
    }
    try {
      socket(chain).ifPresent(content::setTransportSocket);
      content.addAllFilters(filters(listener, chain));
    } catch (Unsupported e) {
      notModelled.accept(e.caveat());
      content
          .clearFilters()
          .addFilters(TcpProxies.filter(Names.routes(listener, chain), Names.NO_CLUSTER));
    }
    return matched(chain, content);
  }

  private static List<FilterChain> matched(
      io.meshtwin.twin.routing.FilterChain chain, FilterChain.Builder content) {
    List<FilterChain> chains = new ArrayList<>();
    for (FilterChainMatch match : FilterChainMatches.of(chain.transport(), chain.destinations())) {
      FilterChain.Builder one = content.clone();
      if (!match.equals(FilterChainMatch.getDefaultInstance())) {
        one.setName(chain.name() + (chains.isEmpty() ? "" : "/*")).setFilterChainMatch(match);
      }
      chains.add(one.build());
    }
    return chains;
  }

  private Optional<TransportSocket> socket(io.meshtwin.twin.routing.FilterChain chain)
      throws Unsupported {
    return switch (chain.transport()) {
      case Transport.Any _, Transport.PlainHttp _, Transport.Passthrough _ -> Optional.empty();
      case Transport.Terminated terminated ->
          Optional.of(
              DownstreamTls.socket(
                  terminated.tls(),
                  chain.handler() instanceof Handler.Http,
                  secrets,
                  chain.origin()));
    };
  }

  /** What is asked of those who connect, and then what is done with them. */
  private List<Filter> filters(Listener listener, io.meshtwin.twin.routing.FilterChain chain)
      throws Unsupported {
    List<Filter> filters = new ArrayList<>();
    if (chain.handler() instanceof Handler.Tcp) {
      filters.addAll(rules.connections(chain.access(), Names.routes(listener, chain)));
    }
    filters.add(filter(listener, chain));
    return filters;
  }

  private Filter filter(Listener listener, io.meshtwin.twin.routing.FilterChain chain)
      throws Unsupported {
    String name = Names.routes(listener, chain);
    return switch (chain.handler()) {
      case Handler.Http http -> {
        String scheme = chain.transport() instanceof Transport.Terminated ? "https" : "http";
        Redirects redirects = new Redirects(scheme, listener.binding().port());
        List<HttpFilter> access = rules.http(chain.access(), edge);
        routes.accept(new Routes(redirects, notModelled).of(name, http.hosts()));
        yield HttpConnections.filter(name, edge, access, http);
      }
      case Handler.Tcp tcp -> TcpProxies.filter(name, tcp.destinations());
      case Handler.Udp _ ->
          throw new Unsupported(
              new Caveat("datagrams and connections in one listener", chain.origin()));
      case Handler.Unmodelled not -> {
        not.caveats().forEach(notModelled);
        yield TcpProxies.filter(name, Names.NO_CLUSTER);
      }
    };
  }
}
