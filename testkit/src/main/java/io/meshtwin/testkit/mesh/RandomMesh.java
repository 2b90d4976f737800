package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** A random mesh: three namespaces, a few Services, one Gateway, HTTPRoutes that fight. */
public final class RandomMesh {
  static final List<String> NAMESPACES = List.of("east", "north", "west");
  static final List<String> SERVICES = List.of("cart", "pay");
  static final String GATEWAY = "north/edge";

  private static final List<String> LISTENER_HOSTS = List.of("*.example.com", "a.example.com");
  private static final List<String> ROUTE_HOSTS =
      List.of("a.example.com", "*.example.com", "b.example.com", "*.a.example.com");

  private final Random random;
  private final RandomRules rules;
  private final List<ObjectNode> objects = new ArrayList<>();

  private RandomMesh(Random random) {
    this.random = random;
    this.rules = new RandomRules(random);
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
      for (String service : SERVICES) {
        service(namespace, service);
        if (random.nextInt(6) > 0) {
          deployment(namespace, service);
        }
      }
    }
    gateway();
    if (random.nextBoolean()) {
      grant();
    }
    int routes = 1 + random.nextInt(6);
    for (int i = 0; i < routes; i++) {
      route("r" + i);
    }
  }

  private void service(String namespace, String name) {
    ObjectNode spec = object("v1", "Service", namespace, name).putObject("spec");
    spec.putObject("selector").put("app", name);
    spec.putArray("ports").addObject().put("name", "http").put("port", 80);
  }

  private void deployment(String namespace, String name) {
    ObjectNode spec = object("apps/v1", "Deployment", namespace, name + "-v1").putObject("spec");
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", name);
    template.putObject("spec").putArray("containers");
  }

  private void gateway() {
    ObjectNode spec = gatewayApi("Gateway", "north", "edge").putObject("spec");
    spec.put("gatewayClassName", "any");
    ArrayNode listeners = spec.putArray("listeners");
    listener(listeners, "all");
    for (String host : LISTENER_HOSTS) {
      if (random.nextBoolean()) {
        listener(listeners, host.startsWith("*") ? "wild" : "exact").put("hostname", host);
      }
    }
  }

  private ObjectNode listener(ArrayNode listeners, String name) {
    ObjectNode listener =
        listeners.addObject().put("name", name).put("port", 80).put("protocol", "HTTP");
    String from = random.nextBoolean() ? "All" : "Same";
    listener.putObject("allowedRoutes").putObject("namespaces").put("from", from);
    return listener;
  }

  private void grant() {
    ObjectNode spec = gatewayApi("ReferenceGrant", "west", "grant").putObject("spec");
    spec.putArray("from")
        .addObject()
        .put("group", "gateway.networking.k8s.io")
        .put("kind", "HTTPRoute")
        .put("namespace", "north");
    spec.putArray("to").addObject().put("group", "").put("kind", "Service");
  }

  private void route(String name) {
    ObjectNode route = gatewayApi("HTTPRoute", any(NAMESPACES), name);
    if (random.nextBoolean()) {
      ((ObjectNode) route.path("metadata"))
          .put("creationTimestamp", "2026-01-0" + (1 + random.nextInt(3)) + "T00:00:00Z");
    }
    ObjectNode spec = route.putObject("spec");
    ObjectNode parent = spec.putArray("parentRefs").addObject();
    if (random.nextInt(3) == 0) {
      parent.put("name", "edge").put("namespace", "north");
      if (random.nextInt(4) == 0) {
        parent.put("sectionName", any(List.of("all", "wild", "exact")));
      }
      ArrayNode hostnames = spec.putArray("hostnames");
      ROUTE_HOSTS.stream().filter(host -> random.nextInt(3) == 0).forEach(hostnames::add);
    } else {
      parent.put("group", "").put("kind", "Service");
      parent.put("name", any(SERVICES)).put("namespace", any(NAMESPACES));
      if (random.nextInt(3) == 0) {
        parent.put("port", 80);
      }
    }
    ArrayNode list = spec.putArray("rules");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      list.add(rules.rule());
    }
  }

  private ObjectNode gatewayApi(String kind, String namespace, String name) {
    return object("gateway.networking.k8s.io/v1", kind, namespace, name);
  }

  private ObjectNode object(String apiVersion, String kind, String namespace, String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("name", name).put("namespace", namespace);
    objects.add(object);
    return object;
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
