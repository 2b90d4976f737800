package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What clients can ask for in a mesh: its hosts, each at the ports that somebody has. */
final class HostPorts {
  private final MeshImage image;
  private final boolean istio;
  private final OutboundSide sidecars;
  private final @Nullable ObservedSide observed;
  private final Lazy<NavigableSet<ServicePort>> destinations = new Lazy<>(this::findDestinations);

  HostPorts(WrittenMesh written, @Nullable ObservedSide observed) {
    this.image = written.image();
    this.istio = written.dialect().mesh().sidecars();
    this.sidecars = written.sidecars();
    this.observed = observed;
  }

  /** Everything that clients can ask for, sorted; see {@link ResolvedMesh#destinations()}. */
  NavigableSet<ServicePort> destinations() {
    return destinations.get();
  }

  private NavigableSet<ServicePort> findDestinations() {
    var result = new TreeSet<>(all());
    if (istio) {
      image.clusters().stream().flatMap(sidecars::unregistered).forEach(result::add);
    }
    return Collections.unmodifiableNavigableSet(result);
  }

  /** The ports of every host of every cluster, sorted. */
  List<ServicePort> all() {
    return image.clusters().stream().flatMap(cluster -> of(cluster).stream()).sorted().toList();
  }

  /** The ports of every host of a cluster, with those that only a proxy was seen to have. */
  List<ServicePort> of(String cluster) {
    List<ServicePort> known = written(cluster);
    return observed == null
        ? known
        : Stream.concat(known.stream(), observed.hosts().stream()).distinct().sorted().toList();
  }

  private List<ServicePort> written(String cluster) {
    return istio
        ? Stream.concat(ofServices(cluster).stream(), sidecars.hosts(cluster))
            .distinct()
            .sorted()
            .toList()
        : ofServices(cluster);
  }

  /** Every Service port of a cluster, sorted. */
  List<ServicePort> ofServices(String cluster) {
    return image
        .all(Service.class)
        .filter(service -> service.key().cluster().equals(cluster))
        .flatMap(service ->
            service.ports().stream().map(port -> new ServicePort(service.key(), port.port())))
        .distinct()
        .sorted()
        .toList();
  }
}
