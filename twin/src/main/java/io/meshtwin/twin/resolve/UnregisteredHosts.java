package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.sidecar.Registry;
import io.meshtwin.twin.resource.HostCover;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Hosts at ports where no service has them, though sidecars answer for them: those that
 * VirtualServices name ({@code separateVSHostsAndServices}), and {@code *} for every other host,
 * which meets the catch-all of each port that is listened on, and of those that are not.
 *
 * @param cluster the cluster
 * @param registry its services
 * @param image where its VirtualServices and Sidecars are
 */
record UnregisteredHosts(String cluster, Registry registry, MeshImage image) {
  private static final int HIGHEST = 65535;

  /** Each with the namespace empty, since nobody owns them. */
  Stream<ServicePort> all() {
    SortedSet<Integer> listened = listened();
    IntStream free =
        IntStream.iterate(HIGHEST, port -> port - 1)
            .filter(port -> !listened.contains(port))
            .limit(1);
    Stream<ServicePort> others =
        Stream.concat(listened.stream(), free.boxed()).map(port -> at("*", port));
    return Stream.concat(ruled(), others).distinct();
  }

  private SortedSet<Integer> listened() {
    var result = new TreeSet<Integer>();
    registry.all().stream()
        .flatMap(service -> service.ports().stream())
        .filter(port -> port.protocol() != IstioProtocol.UDP)
        .forEach(port -> result.add(port.number()));
    image
        .all(Sidecar.class)
        .filter(sidecar -> sidecar.key().cluster().equals(cluster))
        .flatMap(sidecar -> sidecar.egress().stream())
        .flatMap(egress -> Stream.ofNullable(egress.port()))
        .forEach(port -> result.add(port.number()));
    return result;
  }

  private Stream<ServicePort> ruled() {
    return image
        .all(VirtualService.class)
        .filter(service -> service.key().cluster().equals(cluster))
        .filter(service -> service.boundTo().contains(IstioNames.MESH) && !service.http().isEmpty())
        .flatMap(service -> ruled(service.fullHosts()));
  }

  private Stream<ServicePort> ruled(Collection<String> hosts) {
    Map<String, List<MeshService>> claimed = new LinkedHashMap<>();
    hosts.forEach(host -> claimed.put(host, services(host).toList()));
    var ports = new TreeSet<>(List.of(VirtualHostClaims.HTTP));
    claimed.values().stream()
        .flatMap(services -> services.stream().flatMap(service -> service.ports().stream()))
        .filter(MeshService.Port::mayBeHttp)
        .forEach(port -> ports.add(port.number()));
    return ports.stream()
        .flatMap(port ->
            claimed.entrySet().stream()
                .filter(host -> unclaimed(host.getKey(), host.getValue(), port))
                .map(host -> at(host.getKey(), port)));
  }

  /** A wildcard may be all that a client has who does not see the services that it takes. */
  private static boolean unclaimed(String host, List<MeshService> services, int port) {
    return IstioNames.isWildcard(host)
        || services.stream().allMatch(service -> service.port(port) == null);
  }

  private Stream<MeshService> services(String host) {
    return IstioNames.isWildcard(host)
        ? registry.all().stream().filter(service -> HostCover.meet(host, service.host()))
        : registry.named(host).values().stream();
  }

  private ServicePort at(String host, int port) {
    return ServicePort.ofHost(cluster, "", host, port);
  }
}
