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
    return Stream.concat(mesh.findings().stream(), new UnreachableRules(mesh).all())
        .sorted()
        .distinct()
        .toList();
  }
}
