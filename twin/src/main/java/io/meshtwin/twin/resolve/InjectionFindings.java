package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.PodTraits;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who has a sidecar, and of which control plane. */
final class InjectionFindings {
  private static final String INJECTION = "istio-injection";
  private static final String ENABLED = "enabled";
  private static final List<String> LABELS =
      List.of(INJECTION, MeshConfigs.REVISION, "istio.io/dataplane-mode");

  private final ResolvedMesh mesh;
  private final MeshImage image;

  InjectionFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.image = mesh.image();
  }

  Stream<Finding> all() {
    return Stream.of(
            revisions(),
            image.all(Namespace.class).flatMap(InjectionFindings::labels),
            bare(),
            image.all(Pod.class).filter(pod -> pod.traits().proxyUser()).flatMap(this::user),
            image
                .all(WorkloadTemplate.class)
                .filter(template -> template.traits().proxyUser())
                .flatMap(this::user))
        .flatMap(findings -> findings);
  }

  private Stream<Finding> revisions() {
    List<ConfigMap> all = image.all(ConfigMap.class).filter(ConfigMap::isMeshConfig).toList();
    List<String> names = all.stream().map(map -> map.key().name()).sorted().toList();
    return all.size() < 2
        ? Stream.empty()
        : all.stream()
            .map(map ->
                MeshFindings.finding(
                    FindingCode.SEVERAL_CONTROL_PLANES,
                    map.metadata(),
                    "data.mesh",
                    "of "
                        + names
                        + " it holds for "
                        + (map.key().name().equals("istio")
                            ? "namespaces that name no other revision"
                            : "namespaces with "
                                + MeshConfigs.REVISION
                                + ": "
                                + map.key().name().substring("istio-".length()))));
  }

  private static Stream<Finding> labels(Namespace namespace) {
    Map<String, String> given = namespace.metadata().labels();
    boolean off =
        given.containsKey(INJECTION) && !given.getOrDefault(INJECTION, "").equals(ENABLED);
    List<String> found = LABELS.stream().filter(given::containsKey).toList();
    return off || found.size() < 2
        ? Stream.empty()
        : Stream.of(
            MeshFindings.finding(
                FindingCode.INJECTION_LABELS,
                namespace.metadata(),
                "metadata.labels",
                "has " + found + ": " + found.getFirst() + " is read first"));
  }

  /** What a container of the proxy's user sends is taken for what the proxy sends. */
  private Stream<Finding> user(Resource resource) {
    Workload workload = mesh.workload(resource.key().cluster(), resource.key().qualifiedName());
    boolean meshed = workload != null && mesh.scope(workload).meshed();
    return meshed
        ? Stream.of(
            MeshFindings.finding(
                FindingCode.PROXY_USER,
                resource.metadata(),
                resource instanceof Pod ? "spec" : "spec.template.spec",
                "a container runs as the user "
                    + PodTraits.PROXY_USER
                    + ": what it sends passes the sidecar by"))
        : Stream.empty();
  }

  /** Pods without a sidecar where all should have one. */
  private Stream<Finding> bare() {
    return image
        .all(Pod.class)
        .filter(this::injects)
        .filter(pod -> Workload.sidecar(pod) == null)
        .filter(pod -> {
          Workload workload = mesh.workload(pod.key().cluster(), pod.key().qualifiedName());
          return workload != null && !mesh.scope(workload).meshed();
        })
        .map(pod ->
            MeshFindings.finding(
                FindingCode.POD_WITHOUT_SIDECAR,
                pod.metadata(),
                "metadata.annotations",
                "its namespace has injection, the Pod was made without a sidecar"));
  }

  private boolean injects(Pod pod) {
    var key =
        new io.meshtwin.twin.event.ResourceKey(
            pod.key().cluster(), "", "Namespace", "", pod.key().namespace());
    Namespace namespace = image.get(key, Namespace.class);
    return namespace != null
        && namespace.metadata().labels().getOrDefault(INJECTION, "").equals(ENABLED);
  }
}
