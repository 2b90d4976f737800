package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.WorkloadInstance;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where Pods are, and the labels that istiod gives endpoints of it, by which subsets may choose
 * ({@code getPodLocality}, {@code AugmentLabels}).
 *
 * @param image the mesh
 */
public record PodPlaces(MeshImage image) {
  private static final String HOSTNAME = "kubernetes.io/hostname";

  /** Which only the control plane knows. */
  private static final Set<String> UNKNOWN =
      Set.of("topology.istio.io/cluster", "topology.istio.io/network");

  /** Which Nodes decide. */
  private static final Set<String> OF_NODES = Set.of(Node.REGION, Node.ZONE, Node.SUBZONE);

  /** What a Pod's labels say, else its Node; {@link Locality#NONE} where neither does. */
  Locality of(Pod pod) {
    Locality own = Locality.of(pod.metadata().labels());
    if (!own.equals(Locality.NONE)) {
      return own;
    }
    var key = new ResourceKey(pod.key().cluster(), "", "Node", "", pod.node());
    Node node = image.get(key, Node.class);
    return node == null ? Locality.NONE : node.locality();
  }

  /** Whether a cluster's Nodes are known. */
  boolean nodes(String cluster) {
    return image.all(Node.class).anyMatch(node -> node.key().cluster().equals(cluster));
  }

  /**
   * The labels of what a key names, with those of where it is.
   *
   * @param otherwise its labels where that is no Pod that is known; a template's Pods may be
   *     anywhere
   */
  public Map<String, String> labels(ResourceKey key, Map<String, String> otherwise) {
    Pod pod = image.get(key, Pod.class);
    return pod == null ? otherwise : labels(pod);
  }

  private Map<String, String> labels(Pod pod) {
    Map<String, String> labels = labels(pod.metadata().labels(), of(pod));
    if (!pod.node().isEmpty()) {
      labels.put(HOSTNAME, pod.node());
    }
    return labels;
  }

  /** An entry's labels, with those of where it is. */
  public static Map<String, String> labels(Map<String, String> labels, WorkloadInstance instance) {
    return labels(labels, instance.place());
  }

  private static Map<String, String> labels(Map<String, String> own, Locality locality) {
    var labels = new TreeMap<>(own);
    Map.of(
            Node.REGION, locality.region(),
            Node.ZONE, locality.zone(),
            Node.SUBZONE, locality.subzone())
        .forEach((name, value) -> {
          if (!value.isEmpty()) {
            labels.put(name, value);
          }
        });
    return labels;
  }

  /**
   * Whether labels choose by something that is not known of the endpoints of a host.
   *
   * @param service the Service, or the host of ServiceEntries
   */
  public boolean unknown(Set<String> labels, ResourceKey service) {
    boolean placed = !service.kind().equals("Service") || nodes(service.cluster());
    return labels.stream()
        .anyMatch(name -> UNKNOWN.contains(name) || (!placed && OF_NODES.contains(name)));
  }
}
