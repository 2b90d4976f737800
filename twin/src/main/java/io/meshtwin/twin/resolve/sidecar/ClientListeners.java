package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resolve.sidecar.OutboundEntry.Chain;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Listener.Binding;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a client's outbound side, ready to be asked what takes a connection: the one at
 * the address and port dialed, else the one for all addresses of the port, else the one for
 * everything (Envoy's {@code use_original_dst}).
 */
public final class ClientListeners {
  /** Where a sidecar's interception leads, by the custom of sidecar meshes. */
  private static final int INTERCEPTED = 15001;

  private static final String ANYTHING = "virtualOutbound";

  private final SidecarScope scope;
  private final @Nullable PortRoutes routes;
  private final Handler catchAll;
  private final Listener anything;
  private final IntFunction<Collection<OutboundEntry>> builder;
  private final Map<Integer, AtPort> byPort = new ConcurrentHashMap<>();
  private final Map<ServicePort, Listener> seen = new ConcurrentHashMap<>();

  /** The listeners of a port, the one for all of its addresses apart. */
  private record AtPort(Map<String, Listener> byPlace, @Nullable Listener everywhere) {
    Stream<Listener> all() {
      return Stream.concat(byPlace.values().stream(), Stream.ofNullable(everywhere));
    }
  }

  /**
   * @param builder the listeners of a port as they are built; asked once for each port that
   *     somebody asks for
   */
  ClientListeners(
      SidecarScope scope,
      PortRoutes routes,
      IntFunction<Collection<OutboundEntry>> builder,
      CatchAll others) {
    this(scope, routes, builder, others.handler());
  }

  /** Nothing is known of what such a client does. */
  static ClientListeners unknown(SidecarScope scope, List<Caveat> caveats) {
    return new ClientListeners(scope, null, _ -> List.of(), new Handler.Unmodelled(caveats));
  }

  private ClientListeners(
      SidecarScope scope,
      @Nullable PortRoutes routes,
      IntFunction<Collection<OutboundEntry>> builder,
      Handler catchAll) {
    this.scope = scope;
    this.routes = routes;
    this.builder = builder;
    this.catchAll = catchAll;
    this.anything =
        new Listener(
            ANYTHING, new Binding.ToAnything(INTERCEPTED), catchAll, scope.outbound().origin());
  }

  /** All of them by name; the one for everything is the last. */
  public List<Listener> all() {
    return Stream.concat(
            OutboundListeners.ports(scope).stream()
                .flatMap(port -> at(port).all())
                .sorted(Comparator.comparing(Listener::name)),
            Stream.of(anything))
        .toList();
  }

  /** What the client's proxy knows of the mesh. */
  public SidecarScope scope() {
    return scope;
  }

  /** What takes a connection. */
  public Listener at(String address, int port) {
    AtPort there = at(port);
    Listener exact = there.byPlace().get(address);
    Listener found = exact == null ? there.everywhere() : exact;
    return found == null ? anything : found;
  }

  private AtPort at(int port) {
    return byPort.computeIfAbsent(port, this::build);
  }

  private AtPort build(int port) {
    Map<String, Listener> byPlace = new HashMap<>();
    Listener everywhere = null;
    for (OutboundEntry entry : builder.apply(port)) {
      Listener listener = listener(entry);
      if (isEverywhere(entry)) {
        everywhere = listener;
      } else {
        byPlace.put(entry.bind(), listener);
      }
    }
    return new AtPort(byPlace, everywhere);
  }

  /**
   * What takes a connection to a service under the service's own name: the chains are those of
   * {@link #at}, with the only virtual host that its name means. Its binding has the full name and
   * the next shorter one, as far as they are names of that virtual host.
   *
   * @param address where it is dialed
   */
  public Listener seenFor(MeshService service, String address, int port) {
    return seen.computeIfAbsent(
        service.at(port), asked -> seen(asked, service.host(), service.origin(), address));
  }

  /**
   * The same for a host that no service has at that port.
   *
   * @param host perhaps with a wildcard; {@code *} for one that nothing else names
   */
  public Listener seenFor(ServicePort port, String host, String address) {
    return seen(port, host, scope.outbound().origin(), address);
  }

  private Listener seen(ServicePort port, String host, Origin origin, String address) {
    Listener real = at(address, port.port());
    PortTable table = routes == null ? null : routes.table(port.port());
    var chains = new ArrayList<FilterChain>();
    List<String> names = List.of();
    for (FilterChain chain : real.chains()) {
      if (table != null && isShared(chain, table)) {
        VirtualHost found = table.named(host);
        names = found == null ? names : names(port, host, found);
        List<VirtualHost> only =
            found == null
                ? List.of()
                : List.of(new VirtualHost(found.name(), List.of("*"), found.rules()));
        chains.add(
            new FilterChain(chain.name(), chain.transport(), new Handler.Http(only), origin));
      } else if (concerns(chain, host, origin)) {
        chains.add(chain);
      }
    }
    var binding = new Binding.ToService(port, List.of(), names);
    return new Listener(port.toString(), binding, chains, origin);
  }

  /** The full name and the next shorter one, as far as they lead to the same virtual host. */
  private static List<String> names(ServicePort port, String host, VirtualHost found) {
    return Stream.of(host, port.service().name() + "." + port.service().namespace())
        .filter(name -> found.domains().stream().anyMatch(d -> HostNames.isWithin(name, d)))
        .toList();
  }

  /** The table is asked once and kept, so that its handler is the same object; it is large. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isShared(FilterChain chain, PortTable table) {
    return chain.handler() == table.handler();
  }

  private static boolean concerns(FilterChain chain, String host, Origin origin) {
    return switch (chain.transport()) {
      case Transport.Passthrough tls ->
          tls.serverNames().stream().anyMatch(n -> HostNames.isWithin(host, n))
              || chain.origin().equals(origin);
      case Transport.Any _, Transport.PlainHttp _, Transport.Terminated _ -> true;
    };
  }

  private static boolean isEverywhere(OutboundEntry entry) {
    return entry.bind().equals(OutboundListeners.EVERY) && !entry.onItsOwn();
  }

  private Listener listener(OutboundEntry entry) {
    MeshService first = entry.chains().getFirst().service();
    String name =
        Services.isPlaceholder(entry.bind())
            ? first.at(entry.port()).toString()
            : entry.bind() + "_" + entry.port();
    Binding binding =
        isEverywhere(entry) ? new Binding.ToPort(entry.port()) : toService(first, entry);
    return new Listener(name, binding, chains(name, entry), entry.origin());
  }

  private static Binding toService(MeshService service, OutboundEntry entry) {
    List<String> addresses =
        Services.isPlaceholder(entry.bind()) ? List.of() : List.of(entry.bind());
    return new Binding.ToService(
        service.at(entry.port()),
        addresses,
        Domains.of(service, service.namespace()).all().stream()
            .filter(name -> name.indexOf('*') < 0 && !name.endsWith("."))
            .toList());
  }

  /** What no chain takes is nobody's, unless a chain takes all ({@code buildListenerFromEntry}). */
  private List<FilterChain> chains(String name, OutboundEntry entry) {
    var chains = new ArrayList<FilterChain>();
    FilterChain rest = null;
    for (Chain chain : entry.chains()) {
      String own = name + "|" + chains.size();
      if (chain.takesAll()) {
        rest = rest == null ? chain(name, Transport.ANY, chain) : rest;
      } else if (chain.plainHttp()) {
        chains.add(chain(name + "|http", new Transport.PlainHttp(), chain));
      } else if (chain.named().isEmpty()) {
        chains.add(chain(own, Transport.ANY, chain));
      } else {
        chains.add(chain(own, new Transport.Passthrough(chain.named()), chain));
      }
    }
    chains.add(
        rest == null
            ? new FilterChain(name, Transport.ANY, catchAll, scope.outbound().origin())
            : rest);
    return chains;
  }

  private static FilterChain chain(String name, Transport transport, Chain chain) {
    return new FilterChain(
        name, chain.destinations(), transport, chain.handler(), chain.service().origin());
  }
}
