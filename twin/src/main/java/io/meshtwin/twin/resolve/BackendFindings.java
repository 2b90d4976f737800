package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.ServicePort;
import java.util.stream.Stream;

/** Backends of routes of any kind, mirrors' too, that get nothing. */
final class BackendFindings {
  private static final int UNAVAILABLE = 503;

  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final Backends backends;

  BackendFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.image = mesh.image();
    this.backends = mesh.standing().backends();
  }

  /**
   * A reference, and in words what becomes of its share.
   *
   * @param invalid when it does not lead to a Service's port
   * @param empty when nothing stands behind it
   */
  private record Share(BackendRef ref, String invalid, String empty) {}

  Stream<Finding> of(Route route) {
    // A grant is needed as soon as one parent is no Service (GEP-1294).
    boolean inMesh = route.parents().stream().allMatch(ParentRef::isService);
    return Stream.concat(shares(route).flatMap(share -> of(route, share, inMesh)), nowhere(route));
  }

  /** Rules that neither answer by themselves nor have a backend with weight. */
  private Stream<Finding> nowhere(Route route) {
    String failure = "its requests are answered with " + backends.failure(route);
    return switch (route) {
      case HttpRoute http ->
          http.rules().stream()
              .map(RuleContent::of)
              .filter(BackendFindings::isNowhere)
              .map(rule -> nowhere(route, rule.field(), failure));
      case GrpcRoute grpc ->
          grpc.rules().stream()
              .map(RuleContent::of)
              .filter(BackendFindings::isNowhere)
              .map(rule -> nowhere(route, rule.field(), failure));
      case StreamRoute stream ->
          stream.rules().stream()
              .filter(rule -> rule.backends().stream().allMatch(ref -> ref.weight() == 0))
              .map(rule -> nowhere(route, rule.field(), "what it carries is lost"));
    };
  }

  private static boolean isNowhere(RuleContent rule) {
    return rule.weighted().isEmpty() && rule.filters().stream().noneMatch(BackendFindings::answers);
  }

  private static boolean answers(HttpFilter filter) {
    return filter instanceof HttpFilter.Redirect || filter instanceof HttpFilter.Unmodelled;
  }

  private static Finding nowhere(Route route, String field, String then) {
    String message = "no backend has a weight above 0; " + then;
    return MeshFindings.finding(FindingCode.NO_WEIGHT, route.metadata(), field, message);
  }

  private Stream<Share> shares(Route route) {
    return switch (route) {
      case HttpRoute http ->
          http.rules().stream().flatMap(rule -> shares(route, RuleContent.of(rule)));
      case GrpcRoute grpc ->
          grpc.rules().stream().flatMap(rule -> shares(route, RuleContent.of(rule)));
      case StreamRoute stream ->
          stream.backends().stream().filter(ref -> ref.weight() > 0).map(ref -> share(stream, ref));
    };
  }

  private Stream<Share> shares(Route route, RuleContent rule) {
    String invalid = "its share is answered with " + backends.failure(route);
    String empty = "its share is answered with " + UNAVAILABLE;
    Stream<Share> weighted = rule.weighted().stream().map(ref -> new Share(ref, invalid, empty));
    String lost = "no copies are sent there";
    Stream<Share> mirrored = rule.mirrored().stream().map(ref -> new Share(ref, lost, lost));
    return Stream.concat(weighted, mirrored);
  }

  private static Share share(StreamRoute route, BackendRef ref) {
    String lost =
        route.key().kind().equals("UDPRoute")
            ? "its share of the datagrams is lost"
            : "its share of the connections is closed";
    return new Share(ref, lost, lost);
  }

  private Stream<Finding> of(Route route, Share share, boolean inMesh) {
    Backends.Problem problem = backends.problem(route, share.ref(), inMesh);
    Integer port = share.ref().port();
    if (problem != null) {
      boolean unread = problem.reason() == Backends.Reason.UNREAD_KIND;
      String then = unread ? "answers that it can touch are unknown" : share.invalid();
      String message = problem.message() + "; " + then;
      return Stream.of(finding(code(problem.reason()), route, share, message));
    }
    return port == null
        ? Stream.empty()
        : withoutEndpoints(route, share, new ServicePort(share.ref().backend(), port));
  }

  private static FindingCode code(Backends.Reason reason) {
    return switch (reason) {
      case REF_NOT_PERMITTED -> FindingCode.REFERENCE_NOT_PERMITTED;
      case UNREAD_KIND -> FindingCode.NOT_MODELLED;
      case INVALID_KIND, BACKEND_NOT_FOUND, PORT_NOT_FOUND, UNSUPPORTED_PROTOCOL ->
          FindingCode.BACKEND_NOT_FOUND;
    };
  }

  private Stream<Finding> withoutEndpoints(Route route, Share share, ServicePort port) {
    Service service = image.get(port.service(), Service.class);
    boolean elsewhere = service != null && service.type().equals("ExternalName");
    if (elsewhere || !mesh.cluster(port).endpoints().isEmpty()) {
      return Stream.empty();
    }
    String message = "no ready workload stands behind " + port + "; " + share.empty();
    return Stream.of(finding(FindingCode.BACKEND_WITHOUT_ENDPOINTS, route, share, message));
  }

  private static Finding finding(FindingCode code, Route route, Share share, String message) {
    return MeshFindings.finding(code, route.metadata(), share.ref().field(), message);
  }
}
