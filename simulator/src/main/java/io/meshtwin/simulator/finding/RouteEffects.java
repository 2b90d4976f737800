package io.meshtwin.simulator.finding;

import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resolve.Attachment;
import io.meshtwin.twin.resolve.ResolvedGateway;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What becomes of HTTPRoutes and GRPCRoutes as wholes: accepted and never met, or in place of what
 * a Service did by default (GEP-1294).
 */
final class RouteEffects {
  private final ResolvedMesh mesh;
  private final MeshPlaces places;

  RouteEffects(ResolvedMesh mesh, MeshPlaces places) {
    this.mesh = mesh;
    this.places = places;
  }

  /**
   * Accepted routes of which no rule takes a request.
   *
   * @param routes those that are asked for
   * @param reached the resources of which some rule does
   */
  Stream<Finding> overridden(Stream<Route> routes, Set<ResourceKey> reached) {
    Set<ResourceKey> acting = places.resources();
    return routes
        .filter(route -> route instanceof HttpRoute || route instanceof GrpcRoute)
        .filter(route -> !reached.contains(route.key()))
        .filter(route -> !route.parents().isEmpty())
        .filter(route -> route.parents().stream().allMatch(ref -> actsKnown(route, ref)))
        .map(route ->
            finding(
                FindingCode.ROUTE_OVERRIDDEN,
                route,
                acting.contains(route.key())
                    ? "rules of other routes come before all of its own, wherever it acts"
                    : "it is accepted, and acts for no client of the mesh"));
  }

  /** Whether the parent accepts the route, and all that happens there is known. */
  private boolean actsKnown(Route route, ParentRef ref) {
    if (ref.isService()) {
      List<Listener> met = places.service(ref.parent());
      return mesh.standing().atService(route, ref) == Attachment.Outcome.ACCEPTED
          && !met.isEmpty()
          && !MeshPlaces.unmodelled(met);
    }
    Attachment attachment = mesh.standing().atGateway(route, ref);
    ResolvedGateway parent = mesh.parent(ref);
    if (attachment == null || parent == null) {
      return false;
    }
    List<Listener> listeners = places.gateway(parent.gateway().key());
    return attachment.outcome() == Attachment.Outcome.ACCEPTED
        && !listeners.isEmpty()
        && !MeshPlaces.unmodelled(listeners);
  }

  private record Named(String host, List<RouteRule> rules) {}

  /** Routes on Services that leave requests which nobody takes any more. */
  Stream<Finding> defaultsReplaced() {
    List<Named> hosts =
        places.sidecars().stream()
            .flatMap(MeshPlaces::hosts)
            .map(host -> new Named(host.name(), host.rules()))
            .distinct()
            .toList();
    var findings = new TreeMap<String, Finding>();
    hosts.parallelStream()
        .filter(host -> leaves(host.rules()))
        .flatMap(this::replaced)
        .forEachOrdered(finding -> findings.putIfAbsent(finding.toString(), finding));
    return findings.values().stream();
  }

  private Stream<Finding> replaced(Named host) {
    String message =
        "a request to "
            + host.host()
            + " that no rule takes is answered with 404; without a route it would be forwarded";
    return host.rules().stream()
        .map(rule -> rule.origin().resource())
        .distinct()
        .flatMap(key -> Stream.ofNullable(mesh.image().get(key, Route.class)))
        .map(route -> finding(FindingCode.DEFAULT_REPLACED, route, message));
  }

  /** Whether a request exists that no rule takes; false where a bound was hit. */
  private static boolean leaves(List<RouteRule> rules) {
    List<RouteMatch> matches = rules.stream().map(RouteRule::match).toList();
    return !matches.isEmpty()
        && new Search(matches).find(List.of(), matches) instanceof Search.Answer.Witness;
  }

  private static Finding finding(FindingCode code, Route route, String message) {
    return new Finding(code, route.key(), "", message, route.metadata().source(""));
  }
}
