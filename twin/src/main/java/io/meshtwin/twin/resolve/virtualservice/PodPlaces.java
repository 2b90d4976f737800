package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.WorkloadInstance;
import java.util.Collection;
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
  private static final String SOMEWHERE = PlaceLabels.SOMEWHERE;

  /** Which only the control plane knows. */
  private static final Set<String> UNKNOWN = Set.of(PlaceLabels.CLUSTER, PlaceLabels.NETWORK);

  /** Which Nodes decide. */
  static final Set<String> OF_NODES = Set.of(Node.REGION, Node.ZONE, Node.SUBZONE);

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

  /**
   * Where an endpoint is that a Pod or a template stands for, as {@link Locality#written}; {@link
   * PlaceLabels#SOMEWHERE} where manifests do not say.
   */
  public String ofEndpoint(ResourceKey key) {
    Pod pod = image.get(key, Pod.class);
    Locality place = pod == null ? Locality.NONE : of(pod);
    boolean said = pod != null && (!place.equals(Locality.NONE) || nodes(key.cluster()));
    return said ? place.written() : SOMEWHERE;
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
      labels.put(PlaceLabels.HOSTNAME, pod.node());
    }
    return labels;
  }

  /**
   * The labels that istiod gives the proxy of a workload ({@code SetWorkloadLabels}, {@code
   * setTopologyLabels}), as far as selectors name them. What only the control plane or the proxy
   * itself knows is {@link PlaceLabels#SOMEWHERE}: the cluster, the network, the place of what a
   * template makes, and that of a Pod of which neither its labels nor its Node say it, for then the
   * proxy does.
   *
   * @param own the labels of its Pods
   * @param names the labels that selectors name
   */
  public Map<String, String> ofProxy(
      ResourceKey key, Map<String, String> own, Collection<String> names) {
    if (!PlaceLabels.meet(names)) {
      return own;
    }
    Pod pod = image.get(key, Pod.class);
    Locality place = pod == null ? Locality.NONE : of(pod);
    String node = pod == null ? "" : pod.node();
    var result = new TreeMap<>(own);
    for (String name : names) {
      switch (name) {
        case Node.REGION -> put(result, name, place, place.region());
        case Node.ZONE -> put(result, name, place, place.zone());
        case Node.SUBZONE -> put(result, name, place, place.subzone());
        case PlaceLabels.HOSTNAME -> result.put(name, node.isEmpty() ? SOMEWHERE : node);
        case PlaceLabels.CLUSTER -> result.put(name, SOMEWHERE);
        case PlaceLabels.NETWORK -> result.putIfAbsent(name, SOMEWHERE);
        default -> {}
      }
    }
    return result;
  }

  /** A part that a known place does not have leaves the Pod's own label. */
  private static void put(Map<String, String> labels, String name, Locality place, String value) {
    if (place.equals(Locality.NONE)) {
      labels.put(name, SOMEWHERE);
    } else if (!value.isEmpty()) {
      labels.put(name, value);
    }
  }

  /**
   * The value of a label of an endpoint that a Pod or a template stands for, empty for none; {@link
   * PlaceLabels#SOMEWHERE} where manifests do not say, and of the cluster and the network where
   * that is the control plane's.
   *
   * @param own the labels of its Pods
   */
  public String label(ResourceKey key, Map<String, String> own, String name) {
    Pod pod = image.get(key, Pod.class);
    return switch (name) {
      case PlaceLabels.CLUSTER -> SOMEWHERE;
      case PlaceLabels.NETWORK -> own.getOrDefault(name, SOMEWHERE);
      case PlaceLabels.HOSTNAME -> pod == null || pod.node().isEmpty() ? SOMEWHERE : pod.node();
      case Node.REGION, Node.ZONE, Node.SUBZONE -> {
        Locality place = pod == null ? Locality.NONE : of(pod);
        boolean said =
            pod != null
                && (!place.equals(Locality.NONE)
                    || (nodes(key.cluster()) && !pod.node().isEmpty()));
        yield said ? labels(own, place).getOrDefault(name, "") : SOMEWHERE;
      }
      default -> own.getOrDefault(name, "");
    };
  }

  /** The same of an entry of Istio's. */
  public static String label(Map<String, String> labels, WorkloadInstance instance, String name) {
    return switch (name) {
      case PlaceLabels.CLUSTER -> SOMEWHERE;
      case PlaceLabels.NETWORK ->
          instance.network().isEmpty() ? labels.getOrDefault(name, SOMEWHERE) : instance.network();
      default -> labels(labels, instance).getOrDefault(name, "");
    };
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
