package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.sidecar.OutboundEntry.Chain;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a client's outbound side, by address and port ({@code
 * buildSidecarOutboundListeners}, {@code buildSidecarOutboundListener}).
 *
 * <p>HTTP ports share one listener for all addresses; a port of another protocol has one at each
 * service's address, or shares the one for all addresses where the service has none of its own or a
 * block of them. What is said of nothing is looked into.
 */
final class OutboundListeners {
  /** Every address. */
  static final String EVERY = "0.0.0.0";

  private static final String LOCAL = "127.0.0.1";

  private final ClientScope client;
  private final SidecarScope scope;
  private final HostRules rules;
  private final HostEndpoints endpoints;
  private final PortRoutes routes;
  private final int number;
  private final Map<Place, OutboundEntry> entries = new LinkedHashMap<>();

  private record Place(String bind, int port) {}

  /** What is being built: a service at a port of a listener. */
  private record Wanted(
      EgressListener listener, String bind, boolean onItsOwn, MeshService.Port port) {
    Wanted at(String other) {
      return new Wanted(listener, other, onItsOwn, port);
    }
  }

  /**
   * Those of one port: nothing that another port has makes a difference to it.
   *
   * @param number the port
   */
  OutboundListeners(
      ClientScope client,
      SidecarScope scope,
      HostRules rules,
      HostEndpoints endpoints,
      PortRoutes routes,
      int number) {
    this.client = client;
    this.scope = scope;
    this.rules = rules;
    this.endpoints = endpoints;
    this.routes = routes;
    this.number = number;
    scope.listeners().forEach(this::add);
  }

  Collection<OutboundEntry> entries() {
    return entries.values();
  }

  /** The ports that listeners are at. */
  static SortedSet<Integer> ports(SidecarScope scope) {
    var ports = new TreeSet<Integer>();
    for (EgressListener listener : scope.listeners()) {
      Sidecar.Port own = listener.port();
      ports.addAll(own == null ? listener.services().ports() : List.of(own.number()));
    }
    return ports;
  }

  private void add(EgressListener listener) {
    Sidecar.Egress written = listener.written();
    Sidecar.Port own = listener.port();
    boolean onItsOwn =
        written != null
            && (written.capture() == Sidecar.Capture.NONE || written.bind().startsWith("unix://"));
    String bind = written == null ? "" : written.bind();
    if (bind.isEmpty() && onItsOwn) {
      bind = LOCAL;
    }
    if (own != null) {
      var port =
          new MeshService.Port(own.number(), own.name(), IstioProtocol.of(own.protocol()), 0);
      for (MeshService service :
          own.number() == number ? listener.services().all() : List.<MeshService>of()) {
        add(new Wanted(listener, bind, onItsOwn, port), service);
      }
      return;
    }
    entries.values().forEach(OutboundEntry::lock);
    PortServices there = listener.services().at(number);
    for (MeshService service : bind.isEmpty() ? there.listening() : there.all()) {
      for (MeshService.Port port : service.ports()) {
        if (port.number() == number) {
          everyAddress(new Wanted(listener, bind, onItsOwn, port), service);
        }
      }
    }
  }

  /** Of a headless service each pod is dialed at its own address. */
  private void everyAddress(Wanted wanted, MeshService service) {
    boolean original = service.resolution() == MeshService.Resolution.ORIGINAL;
    boolean bytes = !wanted.port().protocol().isHttp();
    if (!wanted.bind().isEmpty() || !original || !service.addresses().isEmpty() || !bytes) {
      add(wanted, service);
      return;
    }
    List<String> pods = endpoints.addresses(service, wanted.port().number());
    boolean entryAlone = !service.kubernetes() && service.attributes().selector() == null;
    if (entryAlone && pods.isEmpty()) {
      add(wanted, service);
    }
    pods.forEach(pod -> add(wanted.at(pod), service));
  }

  private void add(Wanted wanted, MeshService service) {
    if (service.resolution() == MeshService.Resolution.ALIAS
        || wanted.port().protocol() == IstioProtocol.UDP) {
      return;
    }
    String listened = wanted.bind();
    List<String> blocks = List.of();
    if (listened.isEmpty() && !wanted.port().protocol().isHttp()) {
      String address = service.listenAddress();
      if (address != null && address.indexOf('/') >= 0) {
        blocks = service.addresses();
      } else if (address != null) {
        listened = address;
      }
    }
    Wanted at = wanted.at(listened.isEmpty() ? EVERY : listened);
    var place = new Place(at.bind(), at.port().number());
    OutboundEntry existing = entries.get(place);
    if (existing != null && existing.isLocked()) {
      return;
    }
    build(at, service, blocks, place, existing);
  }

  private void build(
      Wanted wanted,
      MeshService service,
      List<String> blocks,
      Place place,
      @Nullable OutboundEntry existing) {
    IstioProtocol protocol = wanted.port().protocol();
    if (protocol == IstioProtocol.HTTP_PROXY) {
      put(place, wanted, protocol, List.of(http(wanted, service, false)));
    } else if (protocol.isHttp()) {
      addHttp(wanted, service, place, existing);
    } else if (existing == null) {
      put(place, wanted, protocol, bytesAndHttp(wanted, service, blocks));
    } else if (!mayStandTogether(protocol, existing.protocol())) {
      return;
    } else if (protocol != IstioProtocol.UNSUPPORTED) {
      existing.merge(bytes(wanted, service, blocks), existing.protocol().isHttp());
    } else if (existing.protocol().isHttp()) {
      existing.replace(protocol, bytesAndHttp(wanted, service, blocks));
    } else if (existing.protocol() == IstioProtocol.UNSUPPORTED) {
      existing.merge(bytes(wanted, service, blocks), false);
    } else {
      existing.merge(bytesAndHttp(wanted, service, blocks), true);
    }
  }

  private void addHttp(
      Wanted wanted, MeshService service, Place place, @Nullable OutboundEntry existing) {
    boolean shared = wanted.bind().equals(EVERY);
    List<Chain> chains = List.of(http(wanted, service, shared));
    if (existing == null) {
      // A listener for all addresses looks, since what is no HTTP may be for somebody else.
      IstioProtocol protocol = shared ? IstioProtocol.UNSUPPORTED : wanted.port().protocol();
      put(place, wanted, protocol, chains);
    } else if (isBytes(existing.protocol())
        && mayStandTogether(wanted.port().protocol(), existing.protocol())) {
      existing.merge(chains, true);
    }
  }

  private void put(Place place, Wanted wanted, IstioProtocol protocol, List<Chain> chains) {
    entries.put(
        place,
        new OutboundEntry(
            wanted.bind(), wanted.port().number(), wanted.onItsOwn(), protocol, chains));
  }

  private static boolean isBytes(IstioProtocol protocol) {
    return !protocol.isHttp() && protocol != IstioProtocol.UNSUPPORTED;
  }

  /** {@code isConflictWithWellKnownPort}: looking breaks servers that speak first. */
  private static boolean mayStandTogether(IstioProtocol one, IstioProtocol other) {
    boolean first = speaksFirst(one) || speaksFirst(other);
    return !first || one == other;
  }

  private static boolean speaksFirst(IstioProtocol protocol) {
    return protocol == IstioProtocol.MONGO || protocol == IstioProtocol.MYSQL;
  }

  private List<Chain> bytesAndHttp(Wanted wanted, MeshService service, List<String> blocks) {
    var chains = new ArrayList<>(bytes(wanted, service, blocks));
    if (wanted.port().protocol() == IstioProtocol.UNSUPPORTED) {
      chains.add(http(wanted, service, true));
    }
    return chains;
  }

  private Chain http(Wanted wanted, MeshService service, boolean plainHttp) {
    int port = wanted.port().number();
    if (port == 0 || wanted.port().protocol() == IstioProtocol.HTTP_PROXY) {
      return new Chain(List.of(), List.of(), plainHttp, asProxy(wanted, service), service);
    }
    boolean looked = wanted.port().protocol() == IstioProtocol.UNSUPPORTED;
    Handler handler =
        looked && !wanted.bind().equals(EVERY)
            ? routes.of(service, port)
            : routes.of(wanted.listener(), port);
    return new Chain(List.of(), List.of(), plainHttp, handler, service);
  }

  /** A proxy that clients are set to use has the virtual hosts of all ports. */
  private static Handler asProxy(Wanted wanted, MeshService service) {
    Sidecar.Egress written = wanted.listener().written();
    String what = written == null ? "" : written.field() + " of a Sidecar, which is ";
    return new Handler.Unmodelled(
        List.of(
            new Caveat(
                what + "a proxy that clients are set to use, is not modelled", service.origin())));
  }

  private List<Chain> bytes(Wanted wanted, MeshService service, List<String> blocks) {
    int dialed = wanted.port().number();
    // A Sidecar's own port leads to a service's only port, whatever its number.
    int port = service.ports().size() == 1 ? service.ports().getFirst().number() : dialed;
    Handler unknown = rules.unmodelled(client, service, port);
    if (unknown != null) {
      return List.of(new Chain(List.of(), blocks, false, unknown, service));
    }
    var chains = new ArrayList<Chain>();
    boolean tls = wanted.port().protocol().isTls();
    var view = new HostRules.View(client, scope, wanted.listener());
    List<HostRules.Stream> streams =
        tls ? rules.tls(view, service, dialed) : rules.tcp(view, service, dialed);
    for (HostRules.Stream stream : streams) {
      List<String> destinations = stream.destinations().isEmpty() ? blocks : stream.destinations();
      chains.add(new Chain(stream.serverNames(), destinations, false, stream.handler(), service));
    }
    boolean settled =
        tls ? !streams.isEmpty() : streams.stream().anyMatch(s -> s.destinations().isEmpty());
    if (!settled) {
      boolean byName =
          tls
              && (!blocks.isEmpty()
                  || (service.addresses().isEmpty() && wanted.bind().equals(EVERY)));
      chains.add(
          new Chain(
              byName ? serverNames(service) : List.of(),
              blocks,
              false,
              rules.toItself(view, service, port),
              service));
    }
    return chains;
  }

  private List<String> serverNames(MeshService service) {
    var names = new ArrayList<String>();
    names.add(service.host());
    for (MeshService.Alias alias : service.aliases()) {
      names.add(alias.host());
      names.addAll(Domains.shortForms(alias.host(), client.namespace()));
    }
    return names;
  }
}
