package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Attachment.Outcome;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;

/** What comes of routes at Services, in the words of the condition Accepted (GEP-1294). */
final class ServiceAttachments {
  private final MeshImage image;
  private final ServiceRoutes routes;

  ServiceAttachments(MeshImage image, ServiceRoutes routes) {
    this.image = image;
    this.routes = routes;
  }

  /** The best that came of a route at the ports that a reference means. */
  Outcome outcome(Route route, ParentRef ref) {
    Service service = image.get(ref.parent(), Service.class);
    return service == null
        ? Outcome.NO_MATCHING_PARENT
        : service.ports().stream()
            .filter(port -> routes.names(ref, service.key(), port))
            .map(port -> at(route, service, port))
            .max(Outcome::compareTo)
            .orElse(Outcome.NO_MATCHING_PARENT);
  }

  private Outcome at(Route route, Service service, Service.Port port) {
    boolean datagrams = port.protocol().equals("UDP");
    if (datagrams != ServiceRoutes.kind(route, "UDPRoute")) {
      return Outcome.NOT_ALLOWED_BY_LISTENERS;
    }
    return routes.conflicted(route, service, port) ? Outcome.CONFLICTED : Outcome.ACCEPTED;
  }
}
