package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random mesh of Istio's: three namespaces, Services with versions, hosts outside,
 * VirtualServices and HTTPRoutes that fight, subsets that do not exist, Sidecars that hide things,
 * an Istio Gateway, workloads with and without sidecars, and {@linkplain IstioSecurity who may
 * enter}. Valid: nothing that Istio's webhook would refuse.
 */
public final class IstioMesh {
  /** A namespace of clients without sidecars. */
  static final String BARE = "bare";

  static final List<String> NAMESPACES = List.of("east", "north", "west");

  /** Services with HTTP on 80 and 8080, gRPC on 7070, and a port 6060 that says nothing. */
  static final List<String> SERVICES = List.of("cart", "pay");

  /** A Service with bytes on 9000. */
  static final String WIRE = "wire";

  /** Hosts of ServiceEntries. */
  static final List<String> OUTSIDE = List.of("api.example.com", "x.wild.example.com");

  private static final String GROUP = "networking.istio.io/v1";

  private final Dice dice;
  private final List<ObjectNode> objects = new ArrayList<>();

  private IstioMesh(Random random) {
    this.dice = new Dice(random);
  }

  /** The objects of a mesh. */
  public static List<ObjectNode> objects(Random random) {
    var mesh = new IstioMesh(random);
    mesh.fill();
    return mesh.objects;
  }

  private void fill() {
    config();
    for (String namespace : NAMESPACES) {
      object("v1", "Namespace", "", namespace);
      SERVICES.forEach(service -> service(namespace, service));
      wire(namespace);
      deployment(namespace, "web", "web", "v1");
    }
    deployment(BARE, "old", "old", "v1");
    new IstioSecurity(dice, this).fill();
    var istio = new IstioObjects(dice, this);
    istio.entries();
    istio.gateway();
    int rules = dice.below(4);
    for (int i = 0; i < rules; i++) {
      istio.destinationRule("d" + i);
    }
    if (dice.oneIn(4)) {
      istio.sidecar("s");
    }
    var services = new IstioVirtualServices(dice, this);
    int count = 3 + dice.below(6);
    for (int i = 0; i < count; i++) {
      services.fill("v" + i);
    }
    int routes = dice.below(3);
    for (int i = 0; i < routes; i++) {
      route("r" + i);
    }
  }

  /** Makes the mesh Istio's: without it the dialect would be another. */
  private void config() {
    String policy = dice.oneIn(4) ? "outboundTrafficPolicy: {mode: REGISTRY_ONLY}" : "{}";
    object("v1", "ConfigMap", "istio-system", "istio").putObject("data").put("mesh", policy);
  }

  private void service(String namespace, String name) {
    ArrayNode ports = serviceOf(namespace, name);
    ports.addObject().put("name", "http").put("port", 80);
    ports.addObject().put("name", "http-second").put("port", 8080);
    ports.addObject().put("name", "grpc").put("port", 7070);
    ports.addObject().put("name", "plain").put("port", 6060);
    deployment(namespace, name + "-v1", name, "v1");
    if (!dice.oneIn(3)) {
      deployment(namespace, name + "-v2", name, "v2");
    }
  }

  private void wire(String namespace) {
    serviceOf(namespace, WIRE).addObject().put("name", "tcp-bytes").put("port", 9000);
    deployment(namespace, WIRE + "-v1", WIRE, "v1");
  }

  private ArrayNode serviceOf(String namespace, String name) {
    ObjectNode spec = object("v1", "Service", namespace, name).putObject("spec");
    spec.putObject("selector").put("app", name);
    return spec.putArray("ports");
  }

  void deployment(String namespace, String name, String app, String version) {
    ObjectNode spec = object("apps/v1", "Deployment", namespace, name).putObject("spec");
    spec.putObject("selector").putObject("matchLabels").put("app", app).put("version", version);
    ObjectNode template = spec.putObject("template");
    ObjectNode labels = template.putObject("metadata").putObject("labels");
    labels.put("app", app).put("version", version);
    boolean bare = namespace.equals(BARE) || (app.equals("cart") && dice.oneIn(8));
    if (bare) {
      labels.put("sidecar.istio.io/inject", "false");
    }
    ObjectNode pods = template.putObject("spec");
    if (!app.equals("wire")) {
      pods.put("serviceAccountName", app);
    }
    pods.putArray("containers").addObject().put("name", "main").put("image", "example.com/main");
  }

  /** An HTTPRoute at a Service, beside VirtualServices for it. */
  private void route(String name) {
    ObjectNode route =
        aged(object("gateway.networking.k8s.io/v1", "HTTPRoute", dice.any(NAMESPACES), name));
    ObjectNode spec = route.putObject("spec");
    ObjectNode parent = spec.putArray("parentRefs").addObject();
    parent.put("group", "").put("kind", "Service").put("name", dice.any(SERVICES));
    parent.put("namespace", dice.any(NAMESPACES));
    if (dice.oneIn(3)) {
      parent.put("port", (int) dice.any(80, 8080));
    }
    ArrayNode rules = spec.putArray("rules");
    int count = 1 + dice.below(2);
    for (int i = 0; i < count; i++) {
      rules.add(new RandomRules(dice).rule());
    }
  }

  ObjectNode istio(String kind, String namespace, String name) {
    return aged(object(GROUP, kind, namespace, name));
  }

  ObjectNode aged(ObjectNode object) {
    ((ObjectNode) object.path("metadata"))
        .put("creationTimestamp", "2026-01-0" + (1 + dice.below(4)) + "T00:00:00Z");
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
