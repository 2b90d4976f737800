package io.meshtwin.twin.resource;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The labels of where a workload is, which istiod gives a proxy beside those of its Pod ({@code
 * labelutil.AugmentLabels}), and selectors that may name them.
 */
public final class PlaceLabels {
  /** The Node's name. */
  public static final String HOSTNAME = "kubernetes.io/hostname";

  /** The control plane's name of the cluster, whatever a Pod says. */
  public static final String CLUSTER = "topology.istio.io/cluster";

  /** The network, of which a Pod's own label counts first. */
  public static final String NETWORK = "topology.istio.io/network";

  /** The value of a label that the workload may have, with whatever value: no label has this. */
  public static final String SOMEWHERE = "?";

  private static final Set<String> ALL =
      Set.of(Node.REGION, Node.ZONE, Node.SUBZONE, HOSTNAME, CLUSTER, NETWORK);

  private PlaceLabels() {}

  /** Whether a selector chooses, as far as is known. */
  public enum Chosen {
    /** It does. */
    YES,
    /** It does not. */
    NO,
    /** That depends on a place that is not known. */
    MAYBE
  }

  /** Whether a label says where a workload is. */
  public static boolean contain(String name) {
    return ALL.contains(name);
  }

  /**
   * Whether a workload has it of its control plane where it does not say it itself, so that all of
   * one control plane have the same.
   */
  public static boolean shared(String name) {
    return name.equals(CLUSTER) || name.equals(NETWORK);
  }

  /** Whether one of some labels says where a workload is. */
  public static boolean meet(Collection<String> names) {
    return names.stream().anyMatch(ALL::contains);
  }

  /** Whether a proxy with these labels has all that a selector names. */
  public static Chosen chosen(Map<String, String> selector, Map<String, String> labels) {
    Chosen result = Chosen.YES;
    for (var asked : selector.entrySet()) {
      String own = labels.get(asked.getKey());
      if (SOMEWHERE.equals(own) && ALL.contains(asked.getKey())) {
        result = Chosen.MAYBE;
      } else if (!asked.getValue().equals(own)) {
        return Chosen.NO;
      }
    }
    return result;
  }
}
