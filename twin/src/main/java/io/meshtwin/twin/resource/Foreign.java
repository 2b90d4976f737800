package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Set;

/**
 * An object of a kind that is not modelled. Most do not concern traffic; those that do make the
 * answers that they can touch unknown.
 *
 * @param metadata identity
 * @param spec the specification where the kind concerns traffic, a missing node otherwise; not to
 *     be changed
 */
public record Foreign(Metadata metadata, JsonNode spec) implements Resource {
  private static final Set<String> TRAFFIC_GROUPS =
      Set.of(
          "networking.istio.io",
          "security.istio.io",
          "extensions.istio.io",
          "telemetry.istio.io",
          "gateway.networking.k8s.io",
          "gateway.networking.x-k8s.io",
          "policy.networking.k8s.io",
          "cilium.io",
          "crd.projectcalico.org",
          "projectcalico.org");

  /** Kinds of those groups that configure tools or telemetry, never a request's way. */
  private static final Set<String> HARMLESS_KINDS = Set.of("Telemetry");

  /** Whether objects of this kind can change how traffic flows. */
  public boolean concernsTraffic() {
    String group = key().group();
    String kind = key().kind();
    if (group.equals("networking.k8s.io")) {
      return kind.equals("Ingress") && isOfIstio();
    }
    return TRAFFIC_GROUPS.contains(group) && !HARMLESS_KINDS.contains(kind);
  }

  /** Whether istiod serves an Ingress (MeshConfig.ingressClass, whose default is istio). */
  private boolean isOfIstio() {
    String own = metadata.annotations().get("kubernetes.io/ingress.class");
    return "istio".equals(own == null ? spec.path("ingressClassName").asText() : own);
  }

  static Foreign read(Metadata metadata, Fields body) {
    var whole = new Foreign(metadata, body.raw("spec"));
    body.ignoreRest();
    return whole.concernsTraffic() ? whole : new Foreign(metadata, MissingNode.getInstance());
  }
}
