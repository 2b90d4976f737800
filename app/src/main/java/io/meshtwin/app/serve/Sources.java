package io.meshtwin.app.serve;

import io.meshtwin.ingest.source.KubernetesSource;
import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a running mesh is seen.
 *
 * @param places files and directories of manifests, or {@link #CLUSTER} alone; empty for nowhere
 * @param cluster what the cluster is called in history; null for what the kubeconfig calls it
 */
public record Sources(List<String> places, @Nullable String cluster) {
  /** The cluster of the current kubeconfig context. */
  public static final String CLUSTER = "cluster";

  public Sources {
    places = List.copyOf(places);
  }

  /** Without a name of the caller's. */
  public static Sources of(String... places) {
    return new Sources(List.of(places), null);
  }

  /** What history calls a cluster that is seen here. */
  public String nameOf(KubernetesSource seen) {
    return Optional.ofNullable(cluster).or(seen::clusterName).orElse(ResourceKey.LOCAL);
  }

  /** Whether it is nowhere: the log alone is followed. */
  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Whether it is the cluster of the current kubeconfig context. */
  boolean isCluster() {
    return places.equals(List.of(CLUSTER));
  }
}
