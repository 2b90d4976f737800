package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Attachment.Outcome;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import java.util.stream.Stream;

/** What comes of routes at Services, in the words of the condition Accepted (GEP-1294). */
final class ServiceAttachments {
  private final MeshImage image;
  private final ServiceRoutes routes;

  ServiceAttachments(MeshImage image, ServiceRoutes routes) {
    this.image = image;
    this.routes = routes;
  }

  /**
   * A port that a route does not get, because a route of a more specific kind has it.
   *
   * @param rival that route, the oldest of its kind
   */
  record Conflict(Service service, Service.Port port, Route rival) {}

  /** The best that came of a route at the ports that a reference means. */
  Outcome outcome(Route route, ParentRef ref) {
    Service service = image.get(ref.parent(), Service.class);
    return service == null
        ? Outcome.NO_MATCHING_PARENT
        : ports(service, ref)
            .map(port -> at(route, service, port))
            .max(Outcome::compareTo)
            .orElse(Outcome.NO_MATCHING_PARENT);
  }

  /** The conflicts that a route loses at the ports that a reference means. */
  Stream<Conflict> conflicts(Route route, ParentRef ref) {
    Service service = image.get(ref.parent(), Service.class);
    return service == null
        ? Stream.empty()
        : ports(service, ref)
            .flatMap(port ->
                Stream.ofNullable(routes.rival(route, service, port))
                    .map(rival -> new Conflict(service, port, rival)));
  }

  /** Whether a consumer's route replaces a producer's at a port that a reference means. */
  boolean overrides(Route route, ParentRef ref) {
    Service service = image.get(ref.parent(), Service.class);
    return service != null
        && !service.key().namespace().equals(route.key().namespace())
        && ports(service, ref)
            .map(port -> routes.at(service, port))
            .anyMatch(there ->
                there.carries(route) && !there.acting(service.key().namespace()).isEmpty());
  }

  private Stream<Service.Port> ports(Service service, ParentRef ref) {
    return service.ports().stream().filter(port -> routes.names(ref, service.key(), port));
  }

  private Outcome at(Route route, Service service, Service.Port port) {
    if (!routes.at(service, port).carries(route)) {
      return Outcome.NOT_ALLOWED_BY_LISTENERS;
    }
    return routes.rival(route, service, port) == null ? Outcome.ACCEPTED : Outcome.CONFLICTED;
  }
}
