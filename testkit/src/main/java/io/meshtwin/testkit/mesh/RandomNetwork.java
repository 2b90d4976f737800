package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Random NetworkPolicies, outside the Gateway's namespace, where they leave it known. */
final class RandomNetwork {
  private final Dice dice;
  private final RandomMesh mesh;

  RandomNetwork(Dice dice, RandomMesh mesh) {
    this.dice = dice;
    this.mesh = mesh;
  }

  void fill() {
    int policies = 1 + dice.below(3);
    for (int i = 0; i < policies; i++) {
      policy("n" + i);
    }
  }

  private void policy(String name) {
    ObjectNode spec =
        mesh.object("networking.k8s.io/v1", "NetworkPolicy", dice.any("east", "west"), name)
            .putObject("spec");
    selector(spec.putObject("podSelector"), "app", "cart", "pay", "wire");
    switch (dice.below(4)) {
      case 0 -> rules(spec.putArray("ingress"), "from");
      case 1 -> rules(spec.putArray("egress"), "to");
      case 2 -> {
        rules(spec.putArray("ingress"), "from");
        rules(spec.putArray("egress"), "to");
      }
      default -> spec.putArray("policyTypes").add(dice.any("Ingress", "Egress"));
    }
  }

  private void rules(ArrayNode rules, String peers) {
    int count = dice.below(3);
    for (int i = 0; i < count; i++) {
      ObjectNode rule = rules.addObject();
      if (dice.oneIn(2)) {
        port(rule.putArray("ports").addObject());
      }
      if (!dice.oneIn(3)) {
        peer(rule.putArray(peers).addObject());
      }
    }
  }

  private void port(ObjectNode port) {
    switch (dice.below(4)) {
      case 0 -> port.put("port", 80);
      case 1 -> port.put("port", 80).put("endPort", 9000);
      case 2 -> port.put("protocol", "UDP");
      default -> port.put("protocol", "TCP").put("port", 9000);
    }
  }

  private void peer(ObjectNode peer) {
    boolean namespaces = dice.oneIn(2);
    if (namespaces) {
      ObjectNode selector = peer.putObject("namespaceSelector");
      if (dice.oneIn(2)) {
        selector(selector, "team", "red", "blue");
      } else {
        selector(selector, "kubernetes.io/metadata.name", "east", "north", "west");
      }
    }
    if (!namespaces || dice.oneIn(2)) {
      selector(peer.putObject("podSelector"), "app", "cart", "pay", "wire");
    }
  }

  private void selector(ObjectNode selector, String label, String... values) {
    if (!dice.oneIn(3)) {
      selector.putObject("matchLabels").put(label, dice.any(values));
    }
  }
}
