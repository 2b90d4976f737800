package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.ReferenceGrant;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;

/**
 * Where backendRefs lead. A reference that is not valid keeps its share, which is answered with 500
 * (HTTPRouteRule.backendRefs).
 */
final class Backends {
  private static final int INVALID = 500;

  private final MeshImage image;
  private final List<ReferenceGrant> grants;

  Backends(MeshImage image) {
    this.image = image;
    this.grants = image.all(ReferenceGrant.class).toList();
  }

  /**
   * The destination of one reference of a route.
   *
   * @param inMesh whether the route is attached to a Service: then no grant is needed (GEP-1294)
   */
  WeightedDestination of(HttpRoute route, BackendRef ref, Changes changes, boolean inMesh) {
    var origin = new Origin(route.key(), ref.field(), route.metadata().source(ref.field()));
    return new WeightedDestination(ref.weight(), destination(route, ref, inMesh), changes, origin);
  }

  private Destination destination(HttpRoute route, BackendRef ref, boolean inMesh) {
    ResourceKey backend = ref.backend();
    if (!backend.group().isEmpty() || !backend.kind().equals("Service")) {
      return invalid("no backend of kind " + backend.kind() + " is supported");
    }
    Integer port = ref.port();
    if (port == null) {
      return invalid("the reference to " + backend + " has no port");
    }
    if (!inMesh && !permitted(route.key(), backend)) {
      return invalid("no ReferenceGrant in " + backend.namespace() + " permits " + backend);
    }
    Service service = image.get(backend, Service.class);
    if (service == null) {
      return invalid(backend + " does not exist");
    }
    return service.port(port).isPresent()
        ? new Destination.ToService(new ServicePort(backend, port))
        : invalid(backend + " has no port " + port);
  }

  private boolean permitted(ResourceKey from, ResourceKey to) {
    return from.namespace().equals(to.namespace())
        || grants.stream().anyMatch(grant -> grant.permits(from, to));
  }

  private static Destination invalid(String reason) {
    return new Destination.Invalid(INVALID, reason);
  }
}
