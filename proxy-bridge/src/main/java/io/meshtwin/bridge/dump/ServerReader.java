package io.meshtwin.bridge.dump;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.ServerSide.Peers;
import io.meshtwin.twin.routing.TlsParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The listeners that face a sidecar's own workload: the one that takes all connections which
 * iptables hands it, with the port that was dialed (Istio's {@code virtualInbound}), and those that
 * are bound to a port of their own (a Sidecar's {@code captureMode: NONE}).
 */
final class ServerReader {
  private static final List<String> TELL_PORTS = List.of("OriginalDst", "ProxyProtocol");

  private final ResourceKey origin;
  private final NetworkFilters filters;
  private final OwnWorkload own;

  ServerReader(ResourceKey origin, NetworkFilters filters, OwnWorkload own) {
    this.origin = origin;
    this.filters = filters;
    this.own = own;
  }

  /**
   * All that comes to the workload; null where no listener says it.
   *
   * @param listeners those with {@code traffic_direction: INBOUND} and an address
   */
  @Nullable ServerSide of(List<Entry> listeners) {
    var ports = new TreeMap<Integer, ServerSide.Port>();
    var peers = new ArrayList<Peers>();
    Inbound others = null;
    for (Entry listener : listeners) {
      ListenerReader.harmless(listener);
      var inspectors = new Inspectors(listener);
      boolean handed = TELL_PORTS.stream().anyMatch(type -> ChainReader.looks(listener, type));
      var chains = new ServerChains(listener, inspectors, chains(listener), own);
      List<Caveat> problems = problems(listener);
      peers.addAll(chains.peers().toList());
      if (!handed) {
        int port = ListenerReader.port(listener);
        ports.merge(port, chains.port(port, problems), (one, other) -> twice(one, port));
        continue;
      }
      chains.ports().forEach(port -> ports.putIfAbsent(port, chains.port(port, problems)));
      others = others == null ? chains.port(0, problems).inbound() : twice(others, 0);
    }
    if (ports.isEmpty() && others == null) {
      return null;
    }
    Inbound rest = others == null ? past(listeners.getFirst()) : others;
    return new ServerSide(ports, rest, peers(peers));
  }

  private List<ServerChain> chains(Entry listener) {
    var result = new ArrayList<ServerChain>();
    for (Entry chain : listener.apart("filter_chains", "FilterChain")) {
      ChainMatch match = ChainMatch.of(chain.apartIn("filter_chain_match", "FilterChainMatch"));
      result.add(chain(chain, match));
    }
    if (listener.has("default_filter_chain")) {
      Entry chain = listener.apartIn("default_filter_chain", "FilterChain");
      result.add(chain(chain, ServerChains.DEFAULT));
    }
    listener.harmless("filter_chains", "default_filter_chain");
    return result;
  }

  private ServerChain chain(Entry chain, ChainMatch match) {
    chain.harmless("name", "filter_chain_match", "metadata", "transport_socket_connect_timeout");
    // Then where a client is would not be what x-forwarded-for says; istiod never sets it here.
    for (String field : List.of("use_remote_address", "useRemoteAddress")) {
      if (chain.json().findValues(field).stream().anyMatch(JsonNode::asBoolean)) {
        chain.refuse("use_remote_address before a workload");
      }
    }
    MutualTls mutual = MutualTls.of(chain);
    Handled handled = filters.of(chain, mutual != null);
    List<String> problems = chain.unread();
    var place = new Origin(origin, chain.place(), null);
    return problems.isEmpty()
        ? new ServerChain(match, mutual, handled.handler(), handled.access(), place)
        : new ServerChain(match, mutual, unknown(problems, place), List.of(), place);
  }

  private static Handler unknown(List<String> problems, Origin place) {
    return new Handler.Unmodelled(List.of(RouteReader.caveat(problems, place)));
  }

  private List<Caveat> problems(Entry listener) {
    List<String> problems = listener.unread();
    var place = new Origin(origin, listener.place(), null);
    return problems.isEmpty() ? List.of() : List.of(RouteReader.caveat(problems, place));
  }

  private static ServerSide.Port twice(ServerSide.Port one, int port) {
    return new ServerSide.Port(twice(one.inbound(), port), one.spoken(), one.endpoint());
  }

  private static Inbound twice(Inbound inbound, int port) {
    String where = port == 0 ? "ports" : "port " + port;
    var caveat = new Caveat("which of several listeners takes " + where, inbound.origin());
    return new Inbound(inbound.mode(), List.of(), List.of(caveat), inbound.origin());
  }

  /** Where nothing is redirected to the proxy, other ports are the workload's own. */
  private Inbound past(Entry listener) {
    var place = new Origin(origin, listener.place(), null);
    var caveat = new Caveat("what comes to ports without a listener is not modelled", place);
    return new Inbound(Inbound.Mode.DISABLE, List.of(), List.of(caveat), place);
  }

  /** Chains take the same peers; where they do not, a chain's own are told there. */
  private static Peers peers(List<Peers> all) {
    return all.isEmpty() ? new Peers(List.of(), TlsParameters.USUAL) : all.getFirst();
  }
}
