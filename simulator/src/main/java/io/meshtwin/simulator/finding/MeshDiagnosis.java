package io.meshtwin.simulator.finding;

import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All that is to be said about a mesh. */
public final class MeshDiagnosis {
  private MeshDiagnosis() {}

  /** The findings, worst first. */
  public static List<Finding> of(ResolvedMesh mesh) {
    return of(mesh, new RuleReach());
  }

  /**
   * The findings, worst first.
   *
   * @param reach knows which rules of lists requests reach
   */
  public static List<Finding> of(ResolvedMesh mesh, RuleReach reach) {
    Stream<Finding> there = at(mesh, MeshPlaces.all(mesh), mesh.image().all(Route.class), reach);
    return Stream.concat(mesh.findings().stream(), there).sorted().distinct().toList();
  }

  /** What of that is found by looking at the mesh as a whole, in no order. */
  public static List<Finding> ofWhole(ResolvedMesh mesh) {
    return mesh.findingsOfWhole();
  }

  /**
   * What of the rest is about some resources, in no order; the same may be there twice.
   *
   * @param places the Services and Gateways at which they act
   * @param reach knows which rules of lists requests reach
   */
  public static List<Finding> about(
      ResolvedMesh mesh, Set<ResourceKey> subjects, Set<ResourceKey> places, RuleReach reach) {
    Stream<Route> routes =
        subjects.stream().flatMap(key -> Stream.ofNullable(mesh.image().get(key, Route.class)));
    Stream<Finding> there =
        at(mesh, MeshPlaces.some(mesh, places), routes, reach)
            .filter(finding -> subjects.contains(finding.resource()));
    return Stream.concat(mesh.findings(subjects, places), there).toList();
  }

  private static Stream<Finding> at(
      ResolvedMesh mesh, MeshPlaces places, Stream<Route> routes, RuleReach reach) {
    var rules = new UnreachableRules(places, reach);
    List<Finding> unreachable = rules.all().toList();
    var effects = new RouteEffects(mesh, places);
    return Stream.of(
            unreachable.stream(),
            effects.overridden(routes, rules.reached()),
            effects.defaultsReplaced())
        .flatMap(findings -> findings);
  }
}
