package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Preview.Touched;
import io.meshtwin.simulator.finding.MeshDiagnosis;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares two meshes by what they do. */
public final class Differ {
  private static final Comparator<Difference> WORST_FIRST =
      Comparator.comparing(Difference::impact)
          .thenComparing(difference -> difference.destination().toString())
          .thenComparing(Difference::key);

  private Differ() {}

  /** What changes from the one to the other. */
  public static Preview preview(ResolvedMesh before, ResolvedMesh after) {
    return preview(before, after, Steps.UNTOLD);
  }

  /** What changes from the one to the other. */
  public static Preview preview(ResolvedMesh before, ResolvedMesh after, Steps steps) {
    steps.step(Steps.Phase.COMPARING, 0, 0);
    List<Touched> touched = touched(before, after);
    var causes =
        new Causes(touched, before.image(), after.image(), before.dialect().mesh().sidecars());
    var reach = new RuleReach();
    var comparison =
        new Comparison(
            new Simulator(before),
            new Simulator(after),
            causes,
            Population.of(before, after),
            reach);
    SortedSet<ServicePort> ports = new TreeSet<>(before.destinations());
    ports.addAll(after.destinations());
    SortedSet<ResourceKey> gateways = new TreeSet<>(before.gateways());
    gateways.addAll(after.gateways());
    comparison.all(ports, gateways, Map.of(), steps);
    steps.step(Steps.Phase.DIAGNOSING, 0, 0);
    return new Preview(
        touched,
        comparison.equal(),
        worstFirst(comparison.differences()),
        FindingChanges.between(
            MeshDiagnosis.of(before.asWritten(), reach),
            MeshDiagnosis.of(after.asWritten(), reach)));
  }

  /** The resources, and a proxy whose own configuration stands on one side. */
  private static List<Touched> touched(ResolvedMesh before, ResolvedMesh after) {
    Stream<Touched> proxy =
        Stream.of(after, before)
            .flatMap(mesh -> Stream.ofNullable(mesh.observed()))
            .limit(1)
            .map(seen -> new Touched(Preview.Operation.UPDATE, seen.dump()));
    return Stream.concat(Touched.between(before.image(), after.image()).stream(), proxy).toList();
  }

  /** In the order in which they are reported. */
  static List<Difference> worstFirst(List<Difference> differences) {
    return differences.stream().sorted(WORST_FIRST).toList();
  }
}
