package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Random VirtualServices: for the mesh, for the Gateway, for both. */
final class IstioVirtualServices {
  private final Dice dice;
  private final IstioMesh mesh;

  IstioVirtualServices(Dice dice, IstioMesh mesh) {
    this.dice = dice;
    this.mesh = mesh;
  }

  void fill(String name) {
    String namespace = dice.any("north", "north", "east", "west");
    ObjectNode spec = mesh.istio("VirtualService", namespace, name).putObject("spec");
    boolean outside = dice.oneIn(4);
    hosts(spec.putArray("hosts"), outside);
    if (outside) {
      ArrayNode gateways = spec.putArray("gateways").add("north/edge");
      if (dice.oneIn(4)) {
        gateways.add("mesh");
      }
    }
    if (dice.oneIn(5)) {
      spec.putArray("exportTo").add(dice.any(".", "*", "north"));
    }
    boolean bytes = !outside && dice.oneIn(10);
    if (bytes) {
      spec.putArray("hosts").add(IstioMesh.WIRE + ".north.svc.cluster.local");
      tcp(spec.putArray("tcp"));
      return;
    }
    ArrayNode rules = spec.putArray("http");
    int count = 1 + dice.below(4);
    for (int i = 0; i < count; i++) {
      rule(rules.addObject(), i == count - 1);
    }
  }

  private void hosts(ArrayNode hosts, boolean outside) {
    if (outside) {
      hosts.add(dice.any("a.example.com", "b.example.com", "*.example.com"));
      return;
    }
    String service = dice.any(IstioMesh.SERVICES);
    String namespace = dice.any("north", "north", "east", "west");
    switch (dice.below(8)) {
      case 0 -> hosts.add(service);
      case 1 -> hosts.add("*." + namespace + ".svc.cluster.local");
      case 2 -> hosts.add(dice.any(IstioMesh.OUTSIDE));
      case 3 -> {
        hosts.add("cart." + namespace + ".svc.cluster.local");
        hosts.add("pay." + namespace + ".svc.cluster.local");
      }
      default -> hosts.add(service + "." + namespace + ".svc.cluster.local");
    }
  }

  /** The last rule of many has no match, so that something is left to it. */
  private void rule(ObjectNode rule, boolean last) {
    var matches = new IstioMatches(dice);
    List<String> prefixes = List.of();
    if (!(last && dice.oneIn(2))) {
      ArrayNode list = rule.putArray("match");
      int count = 1 + dice.below(2);
      for (int i = 0; i < count; i++) {
        matches.fill(list.addObject());
      }
      prefixes = IstioMatches.prefixes(list);
    }
    new IstioActions(dice).fill(rule, !prefixes.isEmpty());
  }

  private void tcp(ArrayNode rules) {
    ArrayNode route = rules.addObject().putArray("route");
    int count = 1 + dice.below(2);
    for (int i = 0; i < count; i++) {
      ObjectNode share = route.addObject();
      String host = IstioMesh.WIRE + "." + dice.any(IstioMesh.NAMESPACES) + ".svc.cluster.local";
      share.putObject("destination").put("host", host).putObject("port").put("number", 9000);
      share.put("weight", 1 + dice.below(3));
    }
  }
}
