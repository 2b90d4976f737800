package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** A random mesh: three namespaces, a few Services, one Gateway, routes that fight. */
public final class RandomMesh {
  static final List<String> NAMESPACES = List.of("east", "north", "west");

  /** Services with HTTP on 80 and 8080. */
  static final List<String> SERVICES = List.of("cart", "pay");

  /** A Service with bytes on 9000 and datagrams on 53. */
  static final String WIRE = "wire";

  static final String GATEWAY = "north/edge";

  private static final List<String> REFERRERS =
      List.of("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute", "Gateway");

  private final Dice dice;
  private final List<ObjectNode> objects = new ArrayList<>();

  private RandomMesh(Random random) {
    this.dice = new Dice(random);
  }

  /** The objects of a mesh. */
  public static List<ObjectNode> objects(Random random) {
    var mesh = new RandomMesh(random);
    mesh.fill();
    return mesh.objects;
  }

  /** The objects as YAML documents (JSON is YAML). */
  public static String yaml(List<ObjectNode> objects) {
    return objects.stream().map(ObjectNode::toString).collect(Collectors.joining("\n---\n"));
  }

  private void fill() {
    for (String namespace : NAMESPACES) {
      ObjectNode object = object("v1", "Namespace", "", namespace);
      ((ObjectNode) object.path("metadata"))
          .putObject("labels")
          .put("team", dice.any("red", "blue"));
      SERVICES.forEach(service -> httpService(namespace, service));
      wireService(namespace);
    }
    new RandomGateway(dice, this).fill();
    new RandomTrust(dice, this).fill();
    if (dice.oneIn(5)) {
      new RandomNetwork(dice, this).fill();
    }
    grants();
    int routes = 4 + dice.below(9);
    for (int i = 0; i < routes; i++) {
      new RandomRoute(dice, this).fill("r" + i);
    }
  }

  private void httpService(String namespace, String name) {
    ObjectNode spec = service(namespace, name);
    var ports = spec.putArray("ports");
    ports.addObject().put("name", "http").put("port", 80);
    ports
        .addObject()
        .put("name", "second")
        .put("port", 8080)
        .put("appProtocol", name.equals("pay") ? "kubernetes.io/h2c" : "http");
  }

  private void wireService(String namespace) {
    var ports = service(namespace, WIRE).putArray("ports");
    ports.addObject().put("name", "tcp-bytes").put("port", 9000);
    ports.addObject().put("name", "datagrams").put("port", 53).put("protocol", "UDP");
  }

  private ObjectNode service(String namespace, String name) {
    if (!dice.oneIn(12)) {
      deployment(namespace, name, dice.oneIn(16) ? 0 : 1 + dice.below(2));
    }
    ObjectNode spec = object("v1", "Service", namespace, name).putObject("spec");
    spec.putObject("selector").put("app", name);
    return spec;
  }

  private void deployment(String namespace, String name, int replicas) {
    ObjectNode spec = object("apps/v1", "Deployment", namespace, name + "-v1").putObject("spec");
    spec.put("replicas", replicas);
    spec.putObject("selector").putObject("matchLabels").put("app", name);
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", name);
    template
        .putObject("spec")
        .putArray("containers")
        .addObject()
        .put("name", "main")
        .put("image", "example.com/main");
  }

  private void grants() {
    int grants = dice.below(3);
    for (int i = 0; i < grants; i++) {
      ObjectNode spec =
          gatewayApi("ReferenceGrant", dice.any(NAMESPACES), "g" + i).putObject("spec");
      var from = spec.putArray("from");
      for (String kind : REFERRERS) {
        if (from.isEmpty() || dice.oneIn(2)) {
          from.addObject()
              .put("group", "gateway.networking.k8s.io")
              .put("kind", kind)
              .put("namespace", dice.any(NAMESPACES));
        }
      }
      var all = spec.putArray("to");
      if (dice.oneIn(3)) {
        all.addObject().put("group", "").put("kind", "ConfigMap");
      }
      ObjectNode to = all.addObject().put("group", "").put("kind", "Service");
      if (dice.oneIn(3)) {
        to.put("name", dice.any(SERVICES));
      }
    }
  }

  ObjectNode gatewayApi(String kind, String namespace, String name) {
    ObjectNode object = object("gateway.networking.k8s.io/v1", kind, namespace, name);
    if (dice.oneIn(2)) {
      ((ObjectNode) object.path("metadata"))
          .put("creationTimestamp", "2026-01-0" + (1 + dice.below(3)) + "T00:00:00Z");
    }
    return object;
  }

  ObjectNode object(String apiVersion, String kind, String namespace, String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    objects.add(object);
    return object;
  }
}
