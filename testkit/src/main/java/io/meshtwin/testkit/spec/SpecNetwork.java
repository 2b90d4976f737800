package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * NetworkPolicy (networking.k8s.io/v1): "NetworkPolicies ... are additive", "if no policies exist
 * in a namespace, then all ingress and egress traffic is allowed". Clients are pods without labels.
 */
record SpecNetwork(SpecObjects objects) {
  /** Whether a client in a namespace reaches a pod of a Deployment on a port. */
  boolean lets(String from, JsonNode deployment, String protocol, int port) {
    String there = SpecObjects.namespace(deployment);
    JsonNode labels = deployment.at("/spec/template/metadata/labels");
    return lets(
            "Egress",
            from,
            null,
            new Port(protocol, port),
            rule -> takes(rule.path("to"), from, there, labels))
        && lets(
            "Ingress",
            there,
            labels,
            new Port(protocol, port),
            rule -> takes(rule.path("from"), there, from, null));
  }

  private record Port(String protocol, int number) {}

  private boolean lets(
      String type,
      String namespace,
      @Nullable JsonNode labels,
      Port port,
      Predicate<JsonNode> peer) {
    List<JsonNode> selecting = new ArrayList<>();
    for (JsonNode policy : objects.of("NetworkPolicy")) {
      if (SpecObjects.namespace(policy).equals(namespace)
          && types(policy).contains(type)
          && selects(policy.at("/spec/podSelector"), labels)) {
        selecting.add(policy);
      }
    }
    String section = "/spec/" + (type.equals("Ingress") ? "ingress" : "egress");
    return selecting.isEmpty()
        || selecting.stream().anyMatch(policy -> allows(policy.at(section), port, peer));
  }

  private static boolean allows(JsonNode rules, Port port, Predicate<JsonNode> peer) {
    for (JsonNode rule : rules) {
      if (ports(rule.path("ports"), port) && peer.test(rule)) {
        return true;
      }
    }
    return false;
  }

  /** "If this field is not specified, it will default based on the existence of ... egress". */
  private static List<String> types(JsonNode policy) {
    var types = new ArrayList<String>();
    policy.at("/spec/policyTypes").forEach(type -> types.add(type.asText()));
    if (types.isEmpty()) {
      types.add("Ingress");
      if (!policy.at("/spec/egress").isEmpty()) {
        types.add("Egress");
      }
    }
    return types;
  }

  /** "If this field is empty or missing, this rule matches all ports". */
  private static boolean ports(JsonNode ports, Port port) {
    for (JsonNode one : ports) {
      int first = one.path("port").asInt(0);
      int last = one.path("endPort").asInt(first);
      boolean within = first == 0 || (first <= port.number() && port.number() <= last);
      if (one.path("protocol").asText("TCP").equals(port.protocol()) && within) {
        return true;
      }
    }
    return ports.isEmpty();
  }

  /** "If this field is empty or missing, this rule matches all sources". */
  private boolean takes(JsonNode peers, String own, String namespace, @Nullable JsonNode labels) {
    for (JsonNode peer : peers) {
      boolean there =
          peer.has("namespaceSelector")
              ? objects.selected(peer.path("namespaceSelector"), namespace)
              : namespace.equals(own);
      if (there && selects(peer.path("podSelector"), labels)) {
        return true;
      }
    }
    return peers.isEmpty();
  }

  private static boolean selects(JsonNode selector, @Nullable JsonNode labels) {
    for (Map.Entry<String, JsonNode> wanted : selector.path("matchLabels").properties()) {
      if (labels == null || !wanted.getValue().equals(labels.path(wanted.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
