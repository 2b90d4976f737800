package io.meshtwin.twin.ripple;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.NearClients;
import io.meshtwin.twin.resolve.virtualservice.TrafficDistributions;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What workloads touch: the Services that they are behind, and, where they are the only clients of
 * a namespace, all that acts for such clients.
 */
final class WorkloadSpread {
  private final Spread spread;
  private final List<MeshImage> images;
  private final @Nullable IstioSpread istio;
  private boolean placing;

  /**
   * @param istio what Istio's objects touch; null where proxies do not do what these say
   */
  WorkloadSpread(Spread spread, List<MeshImage> images, @Nullable IstioSpread istio) {
    this.spread = spread;
    this.images = images;
    this.istio = istio;
  }

  /** Of each object that changes. */
  void told(@Nullable Resource before, @Nullable Resource after) {
    placing |= isPlacing(before) || isPlacing(after);
  }

  /** Whether it may matter for it where clients are. */
  private static boolean isPlacing(@Nullable Resource resource) {
    return resource instanceof Pod
        || resource instanceof Node
        || resource instanceof DestinationRule
        || (resource instanceof ConfigMap config && config.isMeshConfig())
        || (resource != null && TrafficDistributions.asks(resource));
  }

  /** Whether it comes to matter where clients are, or no longer does; after all changes. */
  void askWhereClientsAre() {
    if (istio != null
        && placing
        && images.stream()
                .map(NearClients::labels)
                .map(NearClients.Labels::ofClients)
                .distinct()
                .count()
            > 1) {
      spread.everything("where clients are comes to matter, or no longer does");
    }
  }

  /** One side of a change; {@code other} is the other side. */
  void changed(Resource workload, Map<String, String> labels, @Nullable Resource other) {
    if (other == null && !hasClientsOnBothSides(workload.key())) {
      spread.everything(workload.key() + " is alone in its namespace: routes act for its clients");
    }
    behind(workload, labels);
  }

  private void behind(Resource workload, Map<String, String> labels) {
    ResourceKey key = workload.key();
    for (MeshImage image : images) {
      image
          .in(Spread.sibling(key, ""), Service.class)
          .filter(service -> service.selects(labels))
          .forEach(service -> spread.endpoints(service.key()));
      image
          .in(
              new ResourceKey(
                  key.cluster(), "discovery.k8s.io", "EndpointSlice", key.namespace(), ""),
              EndpointSlice.class)
          .filter(slice -> !slice.service().isEmpty())
          .filter(slice -> slice.endpoints().stream().anyMatch(e -> key.name().equals(e.pod())))
          .forEach(slice -> spread.endpoints(Spread.sibling(key, slice.service())));
    }
    if (istio != null) {
      istio.workload(key, labels);
    }
  }

  /** Whether a namespace has workloads before and after: then routes act for clients there. */
  private boolean hasClientsOnBothSides(ResourceKey workload) {
    var pods = new ResourceKey(workload.cluster(), "", "Pod", workload.namespace(), "");
    return images.stream()
        .allMatch(image ->
            image.in(pods, Pod.class).findAny().isPresent()
                || image
                    .all(WorkloadTemplate.class)
                    .map(WorkloadTemplate::key)
                    .anyMatch(key ->
                        key.namespace().equals(workload.namespace())
                            && key.cluster().equals(workload.cluster())));
  }

  /** Where a Node is decides which endpoints are near, in Istio. */
  void on(Node node) {
    for (MeshImage image : istio == null ? List.<MeshImage>of() : images) {
      image
          .all(Pod.class)
          .filter(node::carries)
          .forEach(pod -> behind(pod, pod.metadata().labels()));
    }
  }
}
