package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resolve.ResolvedGateway.AtListener;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * TCPRoutes, TLSRoutes and UDPRoutes that get nothing at a place, because an older one of the kind
 * has its connections: they are not merged, the oldest alone serves.
 */
final class StreamTieFindings {
  private final ResolvedMesh mesh;

  StreamTieFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  Stream<Finding> all() {
    return in(mesh.gateways().stream(), mesh.image().all(Service.class));
  }

  /** Those at some Services and Gateways. */
  Stream<Finding> at(Set<ResourceKey> places) {
    return in(
        places.stream(),
        places.stream().flatMap(key -> Stream.ofNullable(mesh.image().get(key, Service.class))));
  }

  private Stream<Finding> in(Stream<ResourceKey> keys, Stream<Service> services) {
    Stream<Finding> gateways =
        keys.flatMap(key -> Stream.ofNullable(mesh.attached(key)))
            .flatMap(
                gateway -> gateway.listeners().stream().flatMap(listener -> at(gateway, listener)));
    // In Istio routes of several namespaces and groups act side by side.
    return mesh.dialect().mesh().protocolDecides()
        ? gateways
        : Stream.concat(gateways, services.flatMap(this::at));
  }

  private static Stream<Finding> at(ResolvedGateway gateway, ResolvedListener listener) {
    List<AtListener> streams =
        gateway.at(listener).stream()
            .filter(attached -> attached.route() instanceof StreamRoute)
            .sorted(Comparator.comparing(AtListener::route, Age.OLDEST_FIRST))
            .toList();
    Map<String, Route> winners = new HashMap<>();
    var result = new ArrayList<Finding>();
    for (AtListener attached : streams) {
      for (String hostname : attached.hostnames()) {
        Route winner = winners.putIfAbsent(hostname, attached.route());
        if (winner != null) {
          String name = hostname.equals(Hostnames.ALL) ? "" : hostname + " at ";
          result.add(finding(winner, attached.route(), name + "listener " + listener.name()));
        }
      }
    }
    return result.stream();
  }

  private Stream<Finding> at(Service service) {
    return service.ports().stream()
        .flatMap(port -> {
          String place = new ServicePort(service.key(), port.port()).toString();
          return mesh.written()
              .serviceRoutes()
              .at(service, port)
              .scopes()
              .filter(acting -> acting.getFirst() instanceof StreamRoute)
              .flatMap(acting ->
                  acting.stream().skip(1).map(loser -> finding(acting.getFirst(), loser, place)));
        });
  }

  private static Finding finding(Route winner, Route loser, String place) {
    boolean age = !Objects.equals(winner.metadata().created(), loser.metadata().created());
    return MeshFindings.finding(
        FindingCode.TIE_BROKEN_BY_NAME,
        loser.metadata(),
        "spec.parentRefs",
        "%s alone serves %s, because %s"
            .formatted(winner.key(), place, age ? "it is older" : "its name goes first"));
  }
}
