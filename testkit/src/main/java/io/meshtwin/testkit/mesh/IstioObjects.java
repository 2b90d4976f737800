package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Istio's objects beside VirtualServices: hosts outside, subsets, visibility, a Gateway. */
final class IstioObjects {
  private final Dice dice;
  private final IstioMesh mesh;

  IstioObjects(Dice dice, IstioMesh mesh) {
    this.dice = dice;
    this.mesh = mesh;
  }

  void entries() {
    if (!dice.oneIn(3)) {
      entry("api", "api.example.com", "STATIC");
    }
    if (dice.oneIn(2)) {
      entry("wild", "x.wild.example.com", dice.any("STATIC", "DNS"));
    }
  }

  private void entry(String name, String host, String resolution) {
    ObjectNode spec =
        mesh.istio("ServiceEntry", dice.any(IstioMesh.NAMESPACES), name).putObject("spec");
    spec.putArray("hosts").add(host);
    spec.put("location", dice.any("MESH_EXTERNAL", "MESH_INTERNAL")).put("resolution", resolution);
    if (dice.oneIn(4)) {
      spec.putArray("exportTo").add(dice.any(".", "*", "north"));
    }
    ArrayNode ports = spec.putArray("ports");
    ports.addObject().put("number", 80).put("name", "http").put("protocol", "HTTP");
    if (dice.oneIn(2)) {
      ports.addObject().put("number", 9000).put("name", "tcp").put("protocol", "TCP");
    }
    int endpoints = 1 + dice.below(2);
    ArrayNode all = spec.putArray("endpoints");
    for (int i = 0; i < endpoints; i++) {
      String address = "203.0.113." + (10 * name.length() + i);
      all.addObject().put("address", address).putObject("labels").put("version", "v" + (i + 1));
    }
  }

  void destinationRule(String name) {
    String own = dice.any(IstioMesh.NAMESPACES);
    ObjectNode spec = mesh.istio("DestinationRule", own, name).putObject("spec");
    spec.put("host", host());
    if (dice.oneIn(5)) {
      spec.putArray("exportTo").add(dice.any(".", "*"));
    }
    if (dice.oneIn(3)) {
      tls(spec.putObject("trafficPolicy").putObject("tls"));
    }
    if (dice.oneIn(3)) {
      version(spec.withObject("trafficPolicy").putObject("connectionPool").putObject("http"));
    }
    ArrayNode subsets = spec.putArray("subsets");
    for (String version : new String[] {"v1", "v2", "v3"}) {
      if (!dice.oneIn(3)) {
        subsets.addObject().put("name", version).putObject("labels").put("version", version);
      }
    }
  }

  private void version(ObjectNode http) {
    if (dice.oneIn(2)) {
      http.put("useClientProtocol", true);
    } else {
      http.put("h2UpgradePolicy", dice.any("UPGRADE", "DO_NOT_UPGRADE"));
    }
  }

  private void tls(ObjectNode tls) {
    String mode = dice.any("DISABLE", "DISABLE", "ISTIO_MUTUAL", "ISTIO_MUTUAL", "SIMPLE");
    tls.put("mode", mode);
    if (mode.equals("SIMPLE")) {
      tls.put("insecureSkipVerify", true);
    }
  }

  /** A Service's host, long or short, or one outside. */
  String host() {
    String service = dice.any(IstioMesh.SERVICES);
    String namespace = dice.any("north", "north", "east", "west");
    return switch (dice.below(6)) {
      case 0 -> service;
      case 1 -> dice.any(IstioMesh.OUTSIDE);
      default -> service + "." + namespace + ".svc.cluster.local";
    };
  }

  void sidecar(String name) {
    ObjectNode spec = mesh.istio("Sidecar", dice.any(IstioMesh.NAMESPACES), name).putObject("spec");
    if (dice.oneIn(3)) {
      spec.putObject("workloadSelector").putObject("labels").put("app", "web");
    }
    ArrayNode hosts = spec.putArray("egress").addObject().putArray("hosts");
    hosts.add(dice.any("./*", "north/*", "*/*", "*/cart.north.svc.cluster.local", "~/*"));
    if (dice.oneIn(2)) {
      hosts.add(dice.any("./cart.north.svc.cluster.local", "*/api.example.com", "east/*"));
    }
    if (dice.oneIn(3)) {
      spec.putObject("outboundTrafficPolicy").put("mode", dice.any("ALLOW_ANY", "REGISTRY_ONLY"));
    }
  }

  /** A Gateway, and the pods that serve it. */
  void gateway() {
    mesh.deployment("north", "ingress", "ingress", "v1");
    ObjectNode spec = mesh.istio("Gateway", "north", "edge").putObject("spec");
    spec.putObject("selector").put("app", "ingress");
    ArrayNode servers = spec.putArray("servers");
    server(servers, "http", 80, "*.example.com");
    if (dice.oneIn(2)) {
      server(servers, "http-b", 8080, dice.any("*", "north/b.example.com", "./*.example.com"));
    }
  }

  private static void server(ArrayNode servers, String name, int port, String host) {
    ObjectNode server = servers.addObject();
    server.putObject("port").put("number", port).put("name", name).put("protocol", "HTTP");
    server.putArray("hosts").add(host);
  }
}
