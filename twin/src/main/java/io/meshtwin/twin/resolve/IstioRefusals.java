package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.StreamRoute;
import java.util.List;

/**
 * Routes with a part that istiod refuses do not act at all, not even their other rules ({@code
 * computeRoute}: a hard error leaves no routes).
 */
final class IstioRefusals {
  private final Backends backends;

  IstioRefusals(MeshImage image) {
    this.backends = new Backends(image, Dialect.ISTIO);
  }

  /**
   * Whether istiod refuses the route, or makes nothing of it.
   *
   * @param inMesh whether its parent is a Service
   */
  boolean refuses(Route route, boolean inMesh) {
    return switch (route) {
      case GrpcRoute grpc when grpc.rules().isEmpty() -> true;
      case HttpRoute http ->
          http.rules().stream()
              .anyMatch(rule -> refuses(route, RuleContent.of(rule), false, inMesh));
      case GrpcRoute grpc ->
          grpc.rules().stream()
              .anyMatch(rule -> refuses(route, RuleContent.of(rule), true, inMesh));
      case StreamRoute stream ->
          stream.backends().stream()
              .filter(ref -> ref.weight() > 0)
              .anyMatch(ref -> dotted(route, ref, inMesh));
    };
  }

  private boolean refuses(Route route, RuleContent rule, boolean grpc, boolean inMesh) {
    return rule.filters().stream().anyMatch(filter -> unsupported(route, filter, grpc, inMesh))
        || rule.weighted().stream()
            .anyMatch(ref -> dotted(route, ref, inMesh) || others(ref.filters()));
  }

  /** A mirror that is not valid is left out of an HTTPRoute, and refused in a GRPCRoute. */
  private boolean unsupported(Route route, HttpFilter filter, boolean grpc, boolean inMesh) {
    return switch (filter) {
      case HttpFilter.HeaderModifier _ -> false;
      case HttpFilter.Redirect _, HttpFilter.UrlRewrite _, HttpFilter.CrossOrigin _ -> grpc;
      case HttpFilter.Mirror mirror -> {
        Backends.Problem problem = backends.problem(route, mirror.backend(), inMesh);
        yield grpc && problem != null && refusedInGrpc(problem.reason());
      }
      case HttpFilter.Unmodelled _ -> true;
    };
  }

  private static boolean refusedInGrpc(Backends.Reason reason) {
    return switch (reason) {
      case INVALID_KIND, REF_NOT_PERMITTED, BACKEND_NOT_FOUND -> true;
      case UNREAD_KIND, PORT_NOT_FOUND, UNSUPPORTED_PROTOCOL -> false;
    };
  }

  /** "the name of the Service must be used, not the hostname" ({@code buildDestination}). */
  private boolean dotted(Route route, BackendRef ref, boolean inMesh) {
    Backends.Problem problem = backends.problem(route, ref, inMesh);
    return ref.backend().name().contains(".")
        && problem != null
        && problem.reason() == Backends.Reason.BACKEND_NOT_FOUND;
  }

  private static boolean others(List<HttpFilter> filters) {
    return filters.stream().anyMatch(filter -> !(filter instanceof HttpFilter.HeaderModifier));
  }
}
