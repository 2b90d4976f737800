package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.security.PortCarries;
import io.meshtwin.twin.resolve.virtualservice.KnownHost;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.LabelSelector;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.TrafficPolicy.ConnectionPool;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Origin;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a workload's ports are said to carry: by the Sidecar that lists what comes in, else by the
 * oldest Service that has the port as target ({@code listener_inbound.go},
 * buildInboundChainConfigs). A port that none names is looked into.
 */
final class InboundPorts {
  /** By age, then by host name, as istiod keeps a proxy's services (SetServiceTargets). */
  private static final Comparator<Named> OLDEST =
      Comparator.comparing(
              (Named named) -> named.resource().metadata().created(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Named::host);

  private final MeshImage image;
  private final String rootNamespace;
  private final ServerPools pools;

  /** A service that a workload stands behind. */
  private record Named(Resource resource, String host) {}

  /**
   * What a port carries.
   *
   * @param spoken what the workload is spoken to
   * @param endpoint where a Sidecar sends it on to, empty for the workload's same port
   * @param caveat what is not modelled at it, null for nothing
   */
  record Said(PortCarries carries, Protocol spoken, String endpoint, @Nullable Caveat caveat) {
    static final Said NOTHING = new Said(PortCarries.UNSAID, Protocol.UNSAID, "", null);

    static Said of(PortCarries carries, Protocol spoken) {
      return new Said(carries, spoken, "", null);
    }
  }

  InboundPorts(MeshImage image, String rootNamespace, ServerPools pools) {
    this.image = image;
    this.rootNamespace = rootNamespace;
    this.pools = pools;
  }

  Said of(Workload workload, int port) {
    Said said = said(workload, port);
    String past = Capture.inbound(workload.annotations(), port);
    return past == null
        ? said
        : new Said(
            said.carries(),
            said.spoken(),
            said.endpoint(),
            Caveats.notModelled(
                past + " of " + workload.key(), new Origin(workload.key(), "", null)));
  }

  private Said said(Workload workload, int port) {
    Sidecar sidecar = sidecar(workload);
    if (sidecar != null && !sidecar.ingress().isEmpty()) {
      return sidecar.ingress().stream()
          .filter(ingress -> ingress.port().number() == port)
          .findFirst()
          .map(ingress -> said(workload, sidecar, ingress))
          .orElse(Said.NOTHING);
    }
    ConnectionPool pool = sidecar == null ? null : sidecar.inboundPool();
    return serving(workload, port)
        .map(behind -> {
          Protocol own = behind.protocol();
          boolean follows = pools.followClients(workload, pool, behind.host(), behind.port());
          return Said.of(carries(own), follows ? Protocol.UNSAID : own);
        })
        .orElse(Said.NOTHING);
  }

  /** The ports that have filter chains of their own, sorted. */
  SortedSet<Integer> named(Workload workload) {
    Sidecar sidecar = sidecar(workload);
    Stream<Integer> numbers =
        sidecar != null && !sidecar.ingress().isEmpty()
            ? sidecar.ingress().stream().map(ingress -> ingress.port().number())
            : services(workload).flatMap(named -> targets(workload, named.resource()));
    return numbers.filter(number -> number > 0).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Integer> targets(Workload workload, Resource named) {
    return switch (named) {
      case Service service -> service.ports().stream().map(p -> workload.port(p.target()));
      case ServiceEntry entry -> entry.ports().stream().map(InboundPorts::target);
      case Resource _ -> Stream.empty();
    };
  }

  private static int target(ServiceEntry.Port port) {
    return port.target() == 0 ? port.number() : port.target();
  }

  private Said said(Workload workload, Sidecar sidecar, Sidecar.Ingress ingress) {
    boolean unmodelled = ingress.tls() || ingress.capture() == Sidecar.Capture.NONE;
    int number = ingress.port().number();
    KnownHost host = serving(workload, number).map(Behind::host).orElse(null);
    ConnectionPool pool = ingress.pool() == null ? sidecar.inboundPool() : ingress.pool();
    Protocol protocol = Protocols.of(IstioProtocol.of(ingress.port().protocol()));
    var origin =
        new Origin(sidecar.key(), ingress.field(), sidecar.metadata().source(ingress.field()));
    return new Said(
        carries(protocol),
        pools.followClients(workload, pool, host, number) ? Protocol.UNSAID : protocol,
        ingress.defaultEndpoint(),
        unmodelled ? Caveats.notModelled("TLS or an address of " + sidecar.key(), origin) : null);
  }

  /** The Sidecar of a workload: by label before by namespace before the root's (sidecar.go). */
  private @Nullable Sidecar sidecar(Workload workload) {
    List<Sidecar> own = sidecars(workload, workload.key().namespace());
    Stream<Sidecar> byLabel =
        own.stream()
            .filter(sidecar -> sidecar.selector() != null)
            .filter(s -> selects(s, workload));
    Stream<Sidecar> whole = own.stream().filter(sidecar -> sidecar.selector() == null);
    Stream<Sidecar> root =
        sidecars(workload, rootNamespace).stream().filter(sidecar -> sidecar.selector() == null);
    return Stream.of(byLabel, whole, root).flatMap(s -> s).findFirst().orElse(null);
  }

  private List<Sidecar> sidecars(Workload workload, String namespace) {
    return image
        .all(Sidecar.class)
        .filter(sidecar -> sidecar.key().cluster().equals(workload.key().cluster()))
        .filter(sidecar -> sidecar.key().namespace().equals(namespace))
        .sorted(Age.OLDEST_FIRST)
        .toList();
  }

  private static boolean selects(Sidecar sidecar, Workload workload) {
    Map<String, String> selector = sidecar.selector();
    return selector == null || new LabelSelector(selector, List.of()).takes(workload.labels());
  }

  /**
   * The Services that select a workload, else those without selector whose endpoints have its
   * address (GetProxyServiceTargets), and ServiceEntries that select it or have its address.
   */
  private Stream<Named> services(Workload workload) {
    ResourceKey key = workload.key();
    List<Service> all =
        image
            .in(new ResourceKey(key.cluster(), "", "Service", key.namespace(), ""), Service.class)
            .toList();
    List<Service> selecting = all.stream().filter(s -> s.selects(workload.labels())).toList();
    List<Service> behind =
        selecting.isEmpty()
            ? all.stream().filter(service -> addressed(service, workload)).toList()
            : selecting;
    Stream<Named> entries =
        image
            .all(ServiceEntry.class)
            .filter(entry -> entry.key().namespace().equals(key.namespace()))
            .filter(entry -> entry.key().cluster().equals(key.cluster()))
            .filter(entry -> selects(entry, workload))
            .flatMap(entry -> entry.hosts().stream().map(host -> new Named(entry, host)));
    return Stream.concat(behind.stream().map(s -> new Named(s, host(s))), entries).sorted(OLDEST);
  }

  private static boolean selects(ServiceEntry entry, Workload workload) {
    Map<String, String> selector = entry.selector();
    boolean addressed =
        entry.endpoints().stream().anyMatch(e -> workload.addresses().contains(e.address()));
    return addressed
        || (selector != null && new LabelSelector(selector, List.of()).takes(workload.labels()));
  }

  private static String host(Service service) {
    return ClusterDns.names(service.key()).getFirst();
  }

  private boolean addressed(Service service, Workload workload) {
    return service.selector().isEmpty()
        && image
            .referrers(service.key(), io.meshtwin.twin.image.Reference.Relation.SERVES)
            .flatMap(slice -> Stream.ofNullable(image.get(slice, EndpointSlice.class)))
            .flatMap(slice -> slice.endpoints().stream())
            .anyMatch(endpoint ->
                workload.addresses().contains(endpoint.address())
                    || workload.key().name().equals(endpoint.pod()));
  }

  /**
   * A Service's or ServiceEntry's port that leads to a workload's.
   *
   * @param port its number
   * @param protocol what it carries
   */
  private record Behind(KnownHost host, int port, Protocol protocol) {}

  /** The oldest that leads to a workload's port. */
  private Optional<Behind> serving(Workload workload, int port) {
    return services(workload)
        .flatMap(named -> Stream.ofNullable(behind(workload, named, port)))
        .findFirst();
  }

  private static @Nullable Behind behind(Workload workload, Named named, int port) {
    return switch (named.resource()) {
      case Service service ->
          service.ports().stream()
              .filter(p -> workload.port(p.target()) == port && port > 0)
              .findFirst()
              .map(p -> behind(named, p.port(), protocol(Protocols.said(p))))
              .orElse(null);
      case ServiceEntry entry ->
          entry.ports().stream()
              .filter(p -> target(p) == port)
              .findFirst()
              .map(p -> behind(named, p.number(), Protocols.of(IstioProtocol.of(p.protocol()))))
              .orElse(null);
      case Resource _ -> null;
    };
  }

  private static Behind behind(Named named, int port, Protocol protocol) {
    var host = KnownHost.of(named.resource().key(), named.host(), Set.of(port));
    return new Behind(host, port, protocol);
  }

  private static Protocol protocol(Protocols.Said said) {
    return switch (said) {
      case HTTP -> Protocol.HTTP;
      case HTTP2 -> Protocol.HTTP2;
      case TLS, TCP, UDP -> Protocol.TCP;
      case NOTHING -> Protocol.UNSAID;
    };
  }

  private static PortCarries carries(Protocol protocol) {
    return switch (protocol) {
      case HTTP, HTTP2 -> PortCarries.HTTP;
      case TCP, UDP -> PortCarries.TCP;
      case UNSAID -> PortCarries.UNSAID;
    };
  }
}
