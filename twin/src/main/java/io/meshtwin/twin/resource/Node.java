package io.meshtwin.twin.resource;

import java.util.Map;

/**
 * A Node's projection: where its Pods are, as istiod reads its labels ({@code getPodLocality}).
 *
 * @param metadata identity
 * @param locality region, zone and subzone
 */
public record Node(Metadata metadata, Locality locality) implements Resource {
  /** The label of a region. */
  public static final String REGION = "topology.kubernetes.io/region";

  /** The label of a zone. */
  public static final String ZONE = "topology.kubernetes.io/zone";

  /** The label of a subzone. */
  public static final String SUBZONE = "topology.istio.io/subzone";

  private static final String OLD_REGION = "failure-domain.beta.kubernetes.io/region";
  private static final String OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";

  static Node read(Metadata metadata, Fields body) {
    body.ignore("spec", "status");
    body.done();
    Map<String, String> labels = metadata.labels();
    var locality =
        new Locality(
            first(labels, REGION, OLD_REGION),
            first(labels, ZONE, OLD_ZONE),
            labels.getOrDefault(SUBZONE, ""));
    return new Node(metadata, locality);
  }

  /** Whether a Pod runs on it. */
  public boolean carries(Pod pod) {
    return pod.node().equals(metadata.key().name())
        && pod.key().cluster().equals(metadata.key().cluster());
  }

  private static String first(Map<String, String> labels, String name, String old) {
    String value = labels.getOrDefault(name, "");
    return value.isEmpty() ? labels.getOrDefault(old, "") : value;
  }
}
