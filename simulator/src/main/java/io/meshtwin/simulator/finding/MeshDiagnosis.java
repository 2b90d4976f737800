package io.meshtwin.simulator.finding;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.stream.Stream;

/** All that is to be said about a mesh. */
public final class MeshDiagnosis {
  private MeshDiagnosis() {}

  /** The findings, worst first. */
  public static List<Finding> of(ResolvedMesh mesh) {
    var places = new MeshPlaces(mesh);
    var rules = new UnreachableRules(places);
    List<Finding> unreachable = rules.all().toList();
    var routes = new RouteEffects(mesh, places);
    return Stream.of(
            mesh.findings().stream(),
            unreachable.stream(),
            routes.overridden(rules.reached()),
            routes.defaultsReplaced())
        .flatMap(findings -> findings)
        .sorted()
        .distinct()
        .toList();
  }
}
