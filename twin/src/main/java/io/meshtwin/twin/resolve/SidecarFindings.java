package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.Sidecar;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to be said about Sidecars: which of several holds, and whom they mean. */
final class SidecarFindings {
  private final ResolvedMesh mesh;

  SidecarFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  Stream<Finding> all() {
    Map<ResourceKey, List<Sidecar>> byNamespace =
        mesh.image()
            .all(Sidecar.class)
            .collect(Collectors.groupingBy(sidecar -> namespace(sidecar.key())));
    return byNamespace.values().stream()
        .flatMap(sidecars -> sidecars.stream().flatMap(sidecar -> of(sidecar, sidecars)));
  }

  private Stream<Finding> of(Sidecar sidecar, List<Sidecar> all) {
    if (sidecar.selector() == null || sidecar.selector().isEmpty()) {
      return whole(sidecar, all);
    }
    List<Workload> chosen =
        mesh.workloads().stream()
            .filter(workload -> namespace(workload.key()).equals(namespace(sidecar.key())))
            .filter(workload -> mayHold(sidecar, workload))
            .toList();
    if (chosen.isEmpty()) {
      return Stream.of(
          MeshFindings.finding(
              FindingCode.SIDECAR_SELECTS_NOTHING,
              sidecar.metadata(),
              "spec.workloadSelector.labels",
              "no workload of the namespace has these labels"));
    }
    return chosen.stream().noneMatch(this::hasSidecar)
        ? idle(sidecar, "spec.workloadSelector.labels")
        : chosen.stream()
            .filter(workload -> sidecar.selects(labels(workload)))
            .flatMap(workload -> conflict(sidecar, workload, all))
            .limit(1);
  }

  /** Those that something reads of clients, as Sidecars do, with those of where it is. */
  private Map<String, String> labels(Workload workload) {
    return mesh.scope(workload).labels();
  }

  private boolean mayHold(Sidecar sidecar, Workload workload) {
    Map<String, String> selector = sidecar.selector();
    return selector == null
        || PlaceLabels.chosen(selector, labels(workload)) != PlaceLabels.Chosen.NO;
  }

  private Stream<Finding> conflict(Sidecar sidecar, Workload workload, List<Sidecar> all) {
    Map<String, String> labels = labels(workload);
    List<ResourceKey> others =
        all.stream()
            .filter(other -> !other.key().equals(sidecar.key()))
            .filter(other -> other.selector() != null && !other.selector().isEmpty())
            .filter(other -> other.selects(labels))
            .map(Sidecar::key)
            .sorted()
            .toList();
    return others.isEmpty()
        ? Stream.empty()
        : Stream.of(
            MeshFindings.finding(
                FindingCode.SIDECAR_CONFLICT,
                sidecar.metadata(),
                "spec.workloadSelector",
                others + " select " + workload.name() + " too: the oldest holds"));
  }

  /** In the ambient mode nobody has one. */
  private boolean hasSidecar(Workload workload) {
    var key = workload.key();
    Namespace namespace = mesh.image().get(namespace(key), Namespace.class);
    Map<String, String> labels = namespace == null ? Map.of() : namespace.metadata().labels();
    boolean ambient =
        labels.getOrDefault("istio.io/dataplane-mode", "").equals("ambient")
            && !labels.containsKey(ClientScopes.INJECTION)
            && !labels.containsKey(MeshConfigs.REVISION);
    boolean own = Boolean.TRUE.equals(workload.sidecar());
    return (own || !ambient) && mesh.scope(workload).meshed();
  }

  private static Stream<Finding> idle(Sidecar sidecar, String field) {
    return Stream.of(
        MeshFindings.finding(
            FindingCode.SIDECAR_SELECTS_NOTHING,
            sidecar.metadata(),
            field,
            "none of the workloads that it is for has a sidecar"));
  }

  private Stream<Finding> whole(Sidecar sidecar, List<Sidecar> all) {
    List<Workload> inside =
        mesh.workloads().stream()
            .filter(workload -> namespace(workload.key()).equals(namespace(sidecar.key())))
            .toList();
    boolean root = sidecar.key().namespace().equals(MeshSettings.of(mesh.image()).rootNamespace());
    if (!root && !inside.isEmpty() && inside.stream().noneMatch(this::hasSidecar)) {
      return idle(sidecar, "spec");
    }
    List<ResourceKey> others =
        all.stream()
            .filter(other -> !other.key().equals(sidecar.key()))
            .filter(other -> other.selector() == null || other.selector().isEmpty())
            .map(Sidecar::key)
            .sorted()
            .toList();
    return others.isEmpty()
        ? Stream.empty()
        : Stream.of(
            MeshFindings.finding(
                FindingCode.SIDECAR_CONFLICT,
                sidecar.metadata(),
                "spec",
                others + " are for the whole namespace too: the oldest holds"));
  }

  private static ResourceKey namespace(ResourceKey key) {
    return new ResourceKey(key.cluster(), "", "Namespace", "", key.namespace());
  }
}
