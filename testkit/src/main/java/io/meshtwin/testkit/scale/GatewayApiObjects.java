package io.meshtwin.testkit.scale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.scale.MeshPlan.Place;
import io.meshtwin.testkit.scale.MeshPlan.PlannedRoute;
import io.meshtwin.testkit.scale.MeshPlan.PlannedService;
import java.util.List;
import java.util.Random;

/** Gateways and HTTPRoutes. */
final class GatewayApiObjects implements TrafficObjects {
  private static final String VERSION = "gateway.networking.k8s.io/v1";
  private static final String GROUP = "gateway.networking.k8s.io";

  @Override
  public List<ObjectNode> ofMesh() {
    ObjectNode gatewayClass = Skeleton.of(VERSION, "GatewayClass", "", "edge");
    gatewayClass.putObject("spec").put("controllerName", "example.com/edge");
    return List.of(gatewayClass);
  }

  @Override
  public ObjectNode gateway(String namespace, String name) {
    ObjectNode gateway = Skeleton.aged(VERSION, "Gateway", namespace, name, 0);
    ObjectNode spec = gateway.putObject("spec").put("gatewayClassName", "edge");
    ObjectNode listener = spec.putArray("listeners").addObject();
    listener.put("name", "http").put("port", 80).put("protocol", "HTTP");
    listener.putObject("allowedRoutes").putObject("namespaces").put("from", "All");
    return gateway;
  }

  @Override
  public ObjectNode route(
      PlannedRoute route, String gateway, List<PlannedService> own, Random random) {
    var shapes = new RuleShapes(random);
    ObjectNode object =
        Skeleton.aged(VERSION, "HTTPRoute", route.namespace(), route.name(), route.number());
    ObjectNode spec = object.putObject("spec");
    parent(spec.putArray("parentRefs").addObject(), route, gateway);
    if (route.place() == Place.GATEWAY) {
      spec.putArray("hostnames").add(route.at().name() + "." + route.namespace() + ".example.com");
    }
    ArrayNode rules = spec.putArray("rules");
    int count = shapes.count();
    for (int i = 0; i < count; i++) {
      ObjectNode rule = rules.addObject();
      if (!shapes.last(i, count)) {
        shapes.match(rule, route, i);
      }
      action(rule, route, own, shapes);
    }
    return object;
  }

  private static void parent(ObjectNode parent, PlannedRoute route, String gateway) {
    if (route.place() == Place.GATEWAY) {
      int slash = gateway.indexOf('/');
      parent.put("group", GROUP).put("kind", "Gateway");
      parent.put("namespace", gateway.substring(0, slash));
      parent.put("name", gateway.substring(slash + 1));
    } else {
      parent.put("group", "").put("kind", "Service").put("port", 80);
      parent.put("namespace", route.at().namespace()).put("name", route.at().name());
    }
  }

  private static void action(
      ObjectNode rule, PlannedRoute route, List<PlannedService> own, RuleShapes shapes) {
    if (shapes.oneIn(8)) {
      ObjectNode filter = rule.putArray("filters").addObject().put("type", "RequestHeaderModifier");
      filter
          .putObject("requestHeaderModifier")
          .putArray("set")
          .addObject()
          .put("name", "x-route")
          .put("value", route.name());
    }
    if (shapes.oneIn(6)) {
      rule.putObject("timeouts").put("request", "10s");
    }
    ArrayNode backends = rule.putArray("backendRefs");
    boolean canary = shapes.oneIn(5);
    backend(backends.addObject(), route, route.at()).put("weight", canary ? 90 : 1);
    PlannedService other = shapes.sibling(route.at(), own);
    if (canary && !other.equals(route.at())) {
      backend(backends.addObject(), route, other).put("weight", 10);
    }
  }

  private static ObjectNode backend(ObjectNode ref, PlannedRoute route, PlannedService service) {
    if (!service.namespace().equals(route.namespace())) {
      ref.put("namespace", service.namespace());
    }
    return ref.put("name", service.name()).put("port", 80);
  }
}
