package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.HttpReading;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Inbound.Mode;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.ServerSide.Peers;
import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The chains of a listener that faces a workload, by port. Envoy asks for the port first, then for
 * the transport, then for what is spoken, and never comes back from a more special choice ({@code
 * FilterChainManagerImpl::findFilterChain}).
 *
 * @param listener where they stand
 * @param inspectors what the listener looks for at each port
 * @param all chains, the default one last
 * @param own the workload
 */
record ServerChains(Entry listener, Inspectors inspectors, List<ServerChain> all, OwnWorkload own) {
  /** The port of the default chain, which takes what no other chain does. */
  private static final int OTHERWISE = -1;

  /** Stands for what the default chain asks for. */
  static final ChainMatch DEFAULT =
      new ChainMatch(OTHERWISE, List.of(), List.of(), "", List.of(), List.of());

  private static final String TLS = "tls";
  private static final String PLAIN = "raw_buffer";

  /** Whose certificates the chains take. */
  Stream<Peers> peers() {
    return all.stream().flatMap(chain -> Stream.ofNullable(chain.mutual())).map(MutualTls::peers);
  }

  /** The ports that are told from others. */
  SortedSet<Integer> ports() {
    var ports = new TreeSet<Integer>(inspectors.ports());
    all.stream().map(chain -> chain.match().port()).filter(port -> port > 0).forEach(ports::add);
    return ports;
  }

  /**
   * What is done with connections to a port.
   *
   * @param port 0 for all that nothing names
   * @param problems what of the listener is not modelled
   */
  ServerSide.Port port(int port, List<Caveat> problems) {
    List<ServerChain> chains = asking(port);
    if (chains.isEmpty()) {
      chains = asking(0);
    }
    var found = new ArrayList<Inbound.Chain>();
    boolean looks = inspectors.tls(port);
    if (looks) {
      found.addAll(of(chains, true, port));
    }
    found.addAll(of(chains, false, port));
    var caveats = new ArrayList<>(problems);
    chains.forEach(chain -> caveats.addAll(told(chain)));
    HttpReading reading = reading(chains, caveats);
    Origin origin = chains.isEmpty() ? all.getFirst().origin() : chains.getFirst().origin();
    return new ServerSide.Port(
        new Inbound(mode(found), found, reading, caveats, origin),
        chains.stream()
            .map(chain -> own.spoken(chain.destination()))
            .filter(protocol -> protocol != Protocol.HTTP)
            .findFirst()
            .orElse(Protocol.HTTP),
        chains.stream().map(c -> own.endpoint(c.destination())).findFirst().orElse(""));
  }

  private List<ServerChain> asking(int port) {
    return all.stream().filter(chain -> chain.match().port() == port).toList();
  }

  private List<Inbound.Chain> of(List<ServerChain> chains, boolean tls, int port) {
    String transport = tls ? TLS : PLAIN;
    List<ServerChain> special =
        chains.stream().filter(c -> c.match().transport().equals(transport)).toList();
    List<ServerChain> asked =
        special.isEmpty()
            ? chains.stream().filter(c -> c.match().transport().isEmpty()).toList()
            : special;
    var result = new ArrayList<Inbound.Chain>();
    for (ServerChain chain : asked) {
      boolean shows = tls || inspectors.http(port) || chain.match().protocols().isEmpty();
      if (shows) {
        result.add(chain.chain(tls, chain.match().protocols(), own::is));
      }
    }
    if (result.stream().noneMatch(chain -> chain.protocols().isEmpty())) {
      asking(OTHERWISE).forEach(chain -> result.add(chain.chain(tls, List.of(), own::is)));
    }
    return result.isEmpty() && tls ? List.of(closed()) : result;
  }

  /** TLS that was found, and that no chain takes, is closed: it is not bytes like any. */
  private Inbound.Chain closed() {
    var nobody = new AccessFilter.Closed(all.getFirst().origin());
    return new Inbound.Chain("none", true, List.of(), false, false, List.of(nobody));
  }

  private List<Caveat> told(ServerChain chain) {
    var what = new ArrayList<>(chain.match().unread());
    if (!chain.match().names().isEmpty()) {
      what.add("server_names " + chain.match().names());
    }
    boolean every = chain.match().destinations().stream().allMatch(block -> block.endsWith("/0"));
    if (!every) {
      what.add("prefix_ranges " + chain.match().destinations());
    }
    MutualTls mutual = chain.mutual();
    Peers taken = mutual == null ? null : mutual.peers();
    boolean strangers = taken != null && peers().anyMatch(other -> !other.equals(taken));
    if (strangers) {
      what.add("other peers than at other chains");
    }
    return what.isEmpty() ? List.of() : List.of(RouteReader.caveat(what, chain.origin()));
  }

  private static HttpReading reading(List<ServerChain> chains, List<Caveat> caveats) {
    List<HttpReading> readings =
        chains.stream().flatMap(chain -> Stream.ofNullable(chain.reading())).distinct().toList();
    if (readings.size() > 1) {
      var what = List.of("chains of one port that read requests in several ways");
      caveats.add(RouteReader.caveat(what, chains.getFirst().origin()));
    }
    return readings.isEmpty() ? HttpReading.USUAL : readings.getFirst();
  }

  private static Mode mode(List<Inbound.Chain> chains) {
    List<Inbound.Chain> open = chains.stream().filter(chain -> !isClosed(chain)).toList();
    if (open.stream().noneMatch(Inbound.Chain::mutual)) {
      return Mode.DISABLE;
    }
    return open.stream().allMatch(Inbound.Chain::mutual) ? Mode.STRICT : Mode.PERMISSIVE;
  }

  private static boolean isClosed(Inbound.Chain chain) {
    return !chain.filters().isEmpty() && chain.filters().getFirst() instanceof AccessFilter.Closed;
  }
}
