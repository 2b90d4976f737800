package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import org.jspecify.annotations.Nullable;

/**
 * Where backendRefs lead. A reference that is not valid keeps its share, which fails
 * (HTTPRouteRule.backendRefs, GRPCRouteRule.backendRefs).
 */
final class Backends {
  private static final int INTERNAL_ERROR = 500;
  private static final int UNAVAILABLE = 503;

  private final MeshImage image;
  private final RouteChoices choices;
  private final Grants grants;

  Backends(MeshImage image, Dialect dialect) {
    this.image = image;
    this.choices = dialect.routes();
    this.grants = new Grants(image);
  }

  /** Why a reference is not valid, in the words of the condition ResolvedRefs. */
  enum Reason {
    /** The implementation knows the kind, which is not read here. */
    UNREAD_KIND("Pending"),
    INVALID_KIND("InvalidKind"),
    REF_NOT_PERMITTED("RefNotPermitted"),
    BACKEND_NOT_FOUND("BackendNotFound"),
    /** The Service is there, the port is not. */
    PORT_NOT_FOUND("BackendNotFound"),
    /** The port carries something else than the route's protocol (GEP-1911). */
    UNSUPPORTED_PROTOCOL("UnsupportedProtocol");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** The reason of the condition {@code ResolvedRefs}. */
    String word() {
      return word;
    }
  }

  /** What is wrong with a reference. */
  record Problem(Reason reason, String message) {}

  /**
   * The destination of one reference of a route, with its weight.
   *
   * @param inMesh whether the route is attached to a Service: then no grant is needed (GEP-1294)
   */
  WeightedDestination of(Route route, BackendRef ref, Changes changes, boolean inMesh) {
    var origin = new Origin(route.key(), ref.field(), route.metadata().source(ref.field()));
    return new WeightedDestination(ref.weight(), destination(route, ref, inMesh), changes, origin);
  }

  /** The destination of one reference of a route, whatever its weight; not of an unread kind. */
  Destination destination(Route route, BackendRef ref, boolean inMesh) {
    Problem problem = problem(route, ref, inMesh);
    Integer port = ref.port();
    return problem == null && port != null
        ? new Destination.ToService(new ServicePort(ref.backend(), port))
        : new Destination.Invalid(
            failure(route), problem == null ? ref.backend() + " has no port" : problem.message());
  }

  /** Whether a reference leads to a kind that is served and not read: it must not be asked for. */
  boolean unread(BackendRef ref) {
    return choices.unreadBackends().contains(kind(ref.backend()));
  }

  /** What is not known about a reference to such a kind. */
  Caveat caveat(Route route, BackendRef ref) {
    return Caveats.notModelled(
        "a backend of kind " + kind(ref.backend()) + " of " + route.key(),
        new Origin(route.key(), ref.field(), route.metadata().source(ref.field())));
  }

  /** What is wrong with a reference, null for nothing; the first in the specification's order. */
  @Nullable Problem problem(Route route, BackendRef ref, boolean inMesh) {
    ResourceKey backend = ref.backend();
    if (unread(ref)) {
      return new Problem(
          Reason.UNREAD_KIND, "a backend of kind " + kind(backend) + " is not modelled");
    }
    if (!backend.group().isEmpty() || !backend.kind().equals("Service")) {
      return new Problem(
          Reason.INVALID_KIND, "no backend of kind " + kind(backend) + " is supported");
    }
    if (!inMesh && !grants.permit(route.key(), backend)) {
      return new Problem(
          Reason.REF_NOT_PERMITTED,
          "no ReferenceGrant in " + backend.namespace() + " permits " + backend);
    }
    Service service = image.get(backend, Service.class);
    if (service == null) {
      return new Problem(Reason.BACKEND_NOT_FOUND, backend + " does not exist");
    }
    Integer port = ref.port();
    if (port == null) {
      return new Problem(Reason.BACKEND_NOT_FOUND, "the reference to " + backend + " has no port");
    }
    if (service.port(port).isEmpty()) {
      return new Problem(Reason.PORT_NOT_FOUND, backend + " has no port " + port);
    }
    String carried = route.key().kind().equals("UDPRoute") ? "UDP" : "TCP";
    return service.ports().stream().anyMatch(p -> p.port() == port && p.protocol().equals(carried))
        ? null
        : new Problem(
            Reason.UNSUPPORTED_PROTOCOL, "port " + port + " of " + backend + " is not " + carried);
  }

  /**
   * What a share without valid backend is answered with; without meaning for a StreamRoute, whose
   * connections are closed.
   */
  int failure(Route route) {
    return switch (route) {
      case HttpRoute _ -> INTERNAL_ERROR;
      case GrpcRoute _ -> choices.grpcFailure();
      case StreamRoute _ -> UNAVAILABLE;
    };
  }

  private static String kind(ResourceKey backend) {
    return backend.group().isEmpty() ? backend.kind() : backend.kind() + "." + backend.group();
  }
}
