package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.IstioGateway;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where the proxies of Istio Gateways run. */
final class GatewayNamespaces {
  /** Where installers put them: manifests often leave them out. */
  private static final String USUAL = "istio-system";

  private final ResolvedMesh mesh;
  private final Map<String, Set<String>> known = new HashMap<>();

  GatewayNamespaces(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  /**
   * The namespaces of a Gateway's proxies; empty where nothing serves it.
   *
   * @param gateway its {@code namespace/name}
   */
  Set<String> of(String gateway) {
    return known.computeIfAbsent(
        gateway,
        name ->
            mesh.image()
                .all(IstioGateway.class)
                .filter(found -> found.key().qualifiedName().equals(name))
                .flatMap(found -> of(found).stream())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private Set<String> of(IstioGateway gateway) {
    Set<String> found =
        mesh.workloads().stream()
            .filter(w -> w.key().cluster().equals(gateway.key().cluster()))
            .filter(w -> w.labels().entrySet().containsAll(gateway.selector().entrySet()))
            .map(w -> w.key().namespace())
            .collect(Collectors.toSet());
    return found.isEmpty() && gateway.metadata().location() != null ? Set.of(USUAL) : found;
  }
}
