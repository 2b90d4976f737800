package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an unknown answer rests on, as texts: two unknowns that rest on different things are not
 * taken for the same, so a change that touches an unknown shows.
 */
final class Fingerprints {
  private final ResolvedMesh mesh;
  private final MeshImage image;

  Fingerprints(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.image = mesh.image();
  }

  /** A resource, and who answers behind what it forwards to. */
  String of(ResourceKey key) {
    ResourceState state = image.state(key);
    String own = key.path() + " " + (state == null ? "absent" : state.digest()) + "\n";
    return own + targets(key).distinct().map(this::behind).collect(Collectors.joining());
  }

  private Stream<ResourceKey> targets(ResourceKey key) {
    Route route = image.get(key, Route.class);
    return route == null ? Stream.empty() : route.backends().stream().map(BackendRef::backend);
  }

  /** A resource, who answers behind it, and everything attached to it. */
  String around(ResourceKey key) {
    return of(key)
        + behind(key)
        + image
            .referrers(key, Relation.ATTACHES)
            .map(attached ->
                image.get(attached, ListenerSet.class) == null ? of(attached) : around(attached))
            .collect(Collectors.joining());
  }

  /** Shares that would be served if nothing unknown stood in the way. */
  static String of(List<Share> shares) {
    return shares.stream()
        .map(share ->
            share.weight()
                + " "
                + share.service()
                + " "
                + share.workloads()
                + " "
                + share.changes()
                + "\n")
        .collect(Collectors.joining());
  }

  private String behind(ResourceKey key) {
    Service service = image.get(key, Service.class);
    if (service == null) {
      return "";
    }
    var owners = new TreeSet<String>();
    for (Service.Port port : service.ports()) {
      mesh.cluster(new ServicePort(key, port.port())).endpoints().stream()
          .map(Endpoint::workload)
          .forEach(owners::add);
    }
    return key.path() + " " + owners + "\n";
  }
}
