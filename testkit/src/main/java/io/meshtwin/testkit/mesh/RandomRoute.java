package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One random route: its kind, its parents, its hostnames. */
final class RandomRoute {
  private static final List<String> HOSTNAMES =
      List.of("a.example.com", "*.example.com", "b.example.com", "*.a.example.com", "c.org");

  private final Dice dice;
  private final RandomMesh mesh;

  RandomRoute(Dice dice, RandomMesh mesh) {
    this.dice = dice;
    this.mesh = mesh;
  }

  void fill(String name) {
    int kind = dice.below(20);
    if (kind < 13) {
      http("HTTPRoute", name);
    } else if (kind < 16) {
      http("GRPCRoute", name);
    } else if (kind < 18) {
      stream("TLSRoute", name, List.of("pass-wild", "pass-exact"));
    } else if (kind < 19) {
      stream("TCPRoute", name, List.of("bytes"));
    } else {
      stream("UDPRoute", name, List.of("datagrams"));
    }
  }

  private void http(String kind, String name) {
    ObjectNode route = mesh.gatewayApi(kind, dice.any(RandomMesh.NAMESPACES), name);
    ObjectNode spec = route.putObject("spec");
    ArrayNode parents = spec.putArray("parentRefs");
    int where = dice.below(10);
    boolean outside = where < 5;
    if (where < 4) {
      gateway(parents, List.of("all", "wild", "exact", "secure-wild", "secure-exact"));
    } else if (where < 5) {
      parents.addObject().put("kind", "ListenerSet").put("name", "extra").put("namespace", "west");
    } else {
      service(parents, dice.any(RandomMesh.SERVICES), List.of(80, 8080));
    }
    if (outside || dice.oneIn(5)) {
      hostnames(spec, 3);
    }
    ArrayNode rules = spec.putArray("rules");
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      rules.add(
          kind.equals("HTTPRoute")
              ? new RandomRules(dice).rule()
              : new RandomGrpcRules(dice).rule());
    }
  }

  private void stream(String kind, String name, List<String> sections) {
    ObjectNode route = mesh.gatewayApi(kind, dice.any(RandomMesh.NAMESPACES), name);
    ObjectNode spec = route.putObject("spec");
    ArrayNode parents = spec.putArray("parentRefs");
    boolean connections = !kind.equals("UDPRoute");
    if (dice.oneIn(2)) {
      gateway(parents, sections);
    } else if (connections && dice.oneIn(2)) {
      service(parents, dice.any(RandomMesh.SERVICES), List.of(80, 8080));
    } else {
      service(parents, RandomMesh.WIRE, List.of(connections ? 9000 : 53));
    }
    if (kind.equals("TLSRoute")) {
      hostnames(spec, 2);
      if (spec.path("hostnames").isEmpty()) {
        spec.putArray("hostnames").add(dice.any(HOSTNAMES));
      }
    }
    int port = kind.equals("UDPRoute") ? 53 : 9000;
    ObjectNode rule = spec.putArray("rules").addObject();
    new RandomBackends(dice).streams(rule.putArray("backendRefs"), port);
  }

  private void hostnames(ObjectNode spec, int oneIn) {
    ArrayNode hostnames = spec.putArray("hostnames");
    HOSTNAMES.stream().filter(hostname -> dice.oneIn(oneIn)).forEach(hostnames::add);
  }

  private void gateway(ArrayNode parents, List<String> sections) {
    ObjectNode parent = parents.addObject().put("name", "edge").put("namespace", "north");
    if (dice.oneIn(4)) {
      parent.put("sectionName", dice.any(sections));
    } else if (dice.oneIn(6)) {
      parent.put("port", (int) dice.any(80, 443, 8443, 9000));
    }
  }

  private void service(ArrayNode parents, String service, List<Integer> ports) {
    ObjectNode parent = parents.addObject().put("group", "").put("kind", "Service");
    parent.put("name", service).put("namespace", dice.any("north", "north", "east", "west"));
    if (dice.oneIn(3)) {
      parent.put("port", dice.any(ports).intValue());
    } else if (dice.oneIn(6)) {
      parent.put("sectionName", dice.any("http", "second", "tcp-bytes", "datagrams"));
    }
  }
}
