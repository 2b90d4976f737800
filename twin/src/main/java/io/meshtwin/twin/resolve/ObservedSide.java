package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.IpAddress;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Listener.Binding;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy really runs, where its mesh would say what it ought to run. The mesh still knows
 * names: what DNS answers, which pod has an address.
 */
final class ObservedSide {
  private final ObservedProxy proxy;
  private final ResolvedMesh mesh;
  private final @Nullable Workload workload;
  private final @Nullable ClientScope scope;
  private final Map<ServicePort, Cluster> byService = new HashMap<>();

  private volatile @Nullable Set<ServicePort> hosts;

  ObservedSide(ObservedProxy proxy, ResolvedMesh mesh) {
    this.proxy = proxy;
    this.mesh = mesh;
    boolean sidecar = proxy.role() == ObservedProxy.Role.SIDECAR;
    this.workload = sidecar ? workload(proxy, mesh) : null;
    this.scope = sidecar ? scopeOf(proxy, workload, mesh) : null;
    proxy.clusters().values().forEach(cluster -> byService.putIfAbsent(cluster.service(), cluster));
  }

  private static ClientScope scopeOf(
      ObservedProxy proxy, @Nullable Workload workload, ResolvedMesh mesh) {
    return workload == null
        ? mesh.scope(proxy.proxy().cluster(), proxy.proxy().namespace(), Map.of())
        : mesh.scope(workload);
  }

  /** By name, by address, or as the template that such pods come from. */
  private static @Nullable Workload workload(ObservedProxy proxy, ResolvedMesh mesh) {
    ResourceKey key = proxy.proxy();
    Workload named = mesh.workload(key.cluster(), key.qualifiedName());
    if (named == null && !proxy.address().isEmpty()) {
      named = mesh.workloadAt(proxy.address());
    }
    return named != null
        ? named
        : mesh.workloads().stream()
            .filter(workload -> workload.key().namespace().equals(key.namespace()))
            .filter(workload -> key.name().startsWith(workload.key().name() + "-"))
            .findFirst()
            .orElse(null);
  }

  ObservedProxy proxy() {
    return proxy;
  }

  /** Whether the proxy is a client's. */
  boolean isOf(ClientScope client) {
    return client.equals(scope);
  }

  /** What the proxy lets in to its own workload. */
  ObservedServer server() {
    return new ObservedServer(proxy, workload, mesh);
  }

  boolean isOf(ResourceKey gateway) {
    return proxy.role() == ObservedProxy.Role.GATEWAY && proxy.proxy().equals(gateway);
  }

  Stream<ResourceKey> gateways() {
    return proxy.role() == ObservedProxy.Role.GATEWAY ? Stream.of(proxy.proxy()) : Stream.empty();
  }

  /** The endpoints of a destination; where the mesh has no such Service, what the proxy sees. */
  @Nullable Cluster cluster(ServicePort port) {
    Cluster own = proxy.clusters().get(port);
    boolean known =
        mesh.image().get(port.service(), Service.class) != null
            || (port.isHost() && mesh.dialect().mesh().sidecars());
    return own != null || known ? own : byService.get(port);
  }

  /** With the ports by which the mesh says that clients come in. */
  List<Listener> gateway(List<Listener> expected) {
    return proxy.listeners().stream().map(listener -> dialed(listener, expected)).toList();
  }

  private static Listener dialed(Listener listener, List<Listener> expected) {
    return expected.stream()
        .filter(other -> other.datagrams() == listener.datagrams())
        .filter(other ->
            other.name().equals(listener.name())
                || other.binding().port() == listener.binding().port())
        .findFirst()
        .map(other ->
            new Listener(listener.name(), other.binding(), listener.chains(), listener.origin()))
        .orElse(listener);
  }

  /** Hosts at ports that the proxy has and the mesh does not know, sorted. */
  Set<ServicePort> hosts() {
    Set<ServicePort> known = hosts;
    if (known == null) {
      known = found();
      hosts = known;
    }
    return known;
  }

  private Set<ServicePort> found() {
    ClientScope client = scope;
    if (client == null) {
      return Set.of();
    }
    var found = new TreeSet<ServicePort>();
    for (Listener listener : proxy.listeners()) {
      switch (listener.binding()) {
        case Binding.ToPort to ->
            listener.chains().stream()
                .flatMap(chain -> domains(chain.handler()))
                .filter(domain -> mesh.dialed(client, domain) == null)
                .forEach(domain -> found.add(host(domain, to.port())));
        case Binding.ToService to when mesh.servicePorts(client.cluster()).isEmpty() ->
            to.hostnames().stream().findFirst().ifPresent(name -> found.add(host(name, to.port())));
        case Binding.ToService _, Binding.ToAnything _, Binding.ToGateway _ -> {}
      }
    }
    return found;
  }

  private ServicePort host(String name, int port) {
    return ServicePort.ofHost(proxy.proxy().cluster(), "", name, port);
  }

  /** One name for each virtual host. */
  private static Stream<String> domains(Handler handler) {
    return handler instanceof Handler.Http http
        ? http.hosts().stream()
            .flatMap(host -> host.domains().stream().filter(d -> !d.contains("*")).limit(1))
        : Stream.empty();
  }

  @Nullable Listener outbound(ClientScope client, ServicePort port) {
    Listener expected = mesh.written().clients().connections(client, port);
    boolean own = port.isHost() && hosts().contains(port);
    if (expected == null && !own) {
      return null;
    }
    String host =
        port.isHost() ? port.display() : port.service().name() + "." + port.service().namespace();
    var approach = new Approach(client, host, port.port(), Approach.Spoken.BYTES);
    return mesh.intercepted(approach) instanceof Interception.ToListener to ? to.listener() : null;
  }

  @Nullable Listener datagrams(ClientScope client, ServicePort port) {
    Listener expected = mesh.written().clients().datagrams(client, port);
    if (expected == null) {
      return null;
    }
    return proxy.listeners().stream()
        .filter(listener -> listener.datagrams() && takes(listener, expected, port))
        .findFirst()
        .orElse(null);
  }

  private static boolean takes(Listener listener, Listener expected, ServicePort port) {
    return listener.name().equals(expected.name())
        || (expected.binding() instanceof Binding.ToService to
            && to.addresses().stream().anyMatch(address -> isAt(listener, address, port.port())));
  }

  /** What the proxy takes a connection for, where the mesh expects something. */
  Interception of(Approach approach, Interception expected) {
    String stood = standIn(approach.client(), expected);
    Listener named = stood == null ? null : named(stood);
    String address = address(approach, expected);
    if (named != null) {
      return new Interception.ToListener(named, address);
    }
    Listener found = at(address, approach);
    if (found != null) {
      return new Interception.ToListener(found, address);
    }
    boolean knowsNames = !mesh.servicePorts(approach.client().cluster()).isEmpty();
    boolean settled =
        (expected instanceof Interception.NoName && knowsNames)
            || expected instanceof Interception.ToWorkload;
    return settled ? expected : new Interception.AsDialed(caveats(approach, address));
  }

  /** A proxy that is tried on loopback has its listeners where nobody dials: names tell. */
  private @Nullable String standIn(ClientScope client, Interception expected) {
    Listener listener =
        switch (expected) {
          case Interception.ToListener to -> to.listener();
          case Interception.ToService to -> mesh.written().clients().connections(client, to.port());
          case Interception _ -> null;
        };
    return listener == null ? null : listener.name();
  }

  private @Nullable Listener named(String name) {
    return proxy.listeners().stream()
        .filter(listener -> listener.name().equals(name) && !listener.datagrams())
        .filter(ObservedSide::isOnLoopback)
        .findFirst()
        .orElse(null);
  }

  private static boolean isOnLoopback(Listener listener) {
    return listener.binding() instanceof Binding.ToService to
        && !to.addresses().isEmpty()
        && to.addresses().stream().allMatch(address -> address.startsWith("127."));
  }

  /** The address that is dialed, empty where it is not known. */
  private String address(Approach approach, Interception expected) {
    String host = approach.host().toLowerCase(Locale.ROOT);
    if (IpAddress.isOne(host)) {
      return host;
    }
    return switch (expected) {
      case Interception.ToListener to when IpAddress.isOne(to.address()) -> to.address();
      case Interception.ToService to -> {
        Service service = mesh.image().get(to.port().service(), Service.class);
        yield service == null
            ? ""
            : service.addresses().stream().filter(IpAddress::isOne).findFirst().orElse("");
      }
      case Interception.ToWorkload to ->
          to.workload().addresses().isEmpty() ? "" : to.workload().addresses().getFirst();
      case Interception _ ->
          proxy.listeners().stream()
              .map(Listener::binding)
              .filter(b -> b instanceof Binding.ToService to && to.hostnames().contains(host))
              .flatMap(b -> ((Binding.ToService) b).addresses().stream())
              .findFirst()
              .orElse("");
    };
  }

  /** The address's own listener, the port's, or what takes everything. */
  private @Nullable Listener at(String address, Approach approach) {
    int port = approach.port();
    List<Listener> connections =
        proxy.listeners().stream().filter(listener -> !listener.datagrams()).toList();
    boolean unsure =
        address.isEmpty()
            && connections.stream()
                .anyMatch(l -> l.binding() instanceof Binding.ToService && isAtPort(l, port));
    if (unsure) {
      return null;
    }
    return Stream.<java.util.function.Predicate<Listener>>of(
            listener -> isAt(listener, address, port),
            listener -> listener.binding() instanceof Binding.ToPort && isAtPort(listener, port),
            listener -> listener.binding() instanceof Binding.ToAnything)
        .flatMap(takes -> connections.stream().filter(takes))
        .findFirst()
        .orElse(null);
  }

  private static boolean isAtPort(Listener listener, int port) {
    return listener.binding().port() == port;
  }

  private static boolean isAt(Listener listener, String address, int port) {
    return listener.binding() instanceof Binding.ToService to
        && to.port() == port
        && to.addresses().contains(address);
  }

  private List<Caveat> caveats(Approach approach, String address) {
    String words =
        address.isEmpty()
            ? "which address "
                + approach.host()
                + " has, which the proxy's configuration does not say (name the mesh with"
                + " another --mesh, or dial the address),"
            : "what the proxy does with connections to "
                + address
                + ":"
                + approach.port()
                + ", for which it has no listener,";
    return List.of(new Caveat(words + " is not modelled", new Origin(proxy.dump(), "", null)));
  }
}
