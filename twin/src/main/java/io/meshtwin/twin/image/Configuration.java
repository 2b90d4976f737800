package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Set;

/**
 * Which resources are configuration, which waits for approval; everything else is what the cluster
 * is (workloads, endpoints, Services, namespaces) and always flows.
 */
final class Configuration {
  private static final Set<String> GROUPS =
      Set.of(
          "gateway.networking.k8s.io",
          "gateway.networking.x-k8s.io",
          "networking.istio.io",
          "security.istio.io",
          "extensions.istio.io",
          "telemetry.istio.io");

  /** Workloads outside Kubernetes: Istio keeps them beside its configuration. */
  private static final Set<String> FLOWING = Set.of("WorkloadEntry");

  private Configuration() {}

  static boolean isHeld(ResourceKey key) {
    return GROUPS.contains(key.group()) && !FLOWING.contains(key.kind());
  }
}
