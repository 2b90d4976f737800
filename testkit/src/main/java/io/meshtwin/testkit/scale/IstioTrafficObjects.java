package io.meshtwin.testkit.scale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.scale.MeshPlan.PlannedRoute;
import io.meshtwin.testkit.scale.MeshPlan.PlannedService;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Istio's Gateways, VirtualServices and DestinationRules. */
final class IstioTrafficObjects implements TrafficObjects {
  private static final String VERSION = "networking.istio.io/v1";
  private static final String ROOT = "istio-system";
  private static final String PROXIES = "istio-ingressgateway";

  @Override
  public List<ObjectNode> ofMesh() {
    ObjectNode config = Skeleton.of("v1", "ConfigMap", ROOT, "istio");
    config.putObject("data").put("mesh", "{}");
    ObjectNode service = Skeleton.of("v1", "Service", ROOT, PROXIES);
    ObjectNode spec = service.putObject("spec").put("clusterIP", "10.63.0.1");
    spec.putObject("selector").put("istio", "ingressgateway");
    spec.putArray("ports").addObject().put("name", "http2").put("port", 80).put("targetPort", 8080);
    ObjectNode deployment = Skeleton.of("apps/v1", "Deployment", ROOT, PROXIES);
    ObjectNode template = deployment.putObject("spec").put("replicas", 2).putObject("template");
    template.putObject("metadata").putObject("labels").put("istio", "ingressgateway");
    template.putObject("spec").putArray("containers").addObject().put("name", "istio-proxy");
    return List.of(Skeleton.of("v1", "Namespace", "", ROOT), config, service, deployment);
  }

  @Override
  public ObjectNode gateway(String namespace, String name) {
    ObjectNode gateway = Skeleton.aged(VERSION, "Gateway", namespace, name, 0);
    ObjectNode spec = gateway.putObject("spec");
    spec.putObject("selector").put("istio", "ingressgateway");
    ObjectNode server = spec.putArray("servers").addObject();
    server.putObject("port").put("number", 80).put("name", "http").put("protocol", "HTTP");
    server.putArray("hosts").add("*/*." + name + ".example.com");
    return gateway;
  }

  @Override
  public List<ObjectNode> ofService(PlannedService service) {
    if (!service.twoVersions()) {
      return List.of();
    }
    ObjectNode rule =
        Skeleton.aged(
            VERSION, "DestinationRule", service.namespace(), service.name(), service.number());
    ObjectNode spec = rule.putObject("spec").put("host", host(service));
    ArrayNode subsets = spec.putArray("subsets");
    for (String version : List.of("v1", "v2")) {
      subsets.addObject().put("name", version).putObject("labels").put("version", version);
    }
    return List.of(rule);
  }

  @Override
  public ObjectNode route(
      PlannedRoute route, String gateway, List<PlannedService> own, Random random) {
    var shapes = new RuleShapes(random);
    ObjectNode object =
        Skeleton.aged(VERSION, "VirtualService", route.namespace(), route.name(), route.number());
    ObjectNode spec = object.putObject("spec");
    switch (route.place()) {
      case GATEWAY -> {
        String edge = gateway.substring(gateway.indexOf('/') + 1);
        spec.putArray("hosts").add(route.name() + "." + edge + ".example.com");
        spec.putArray("gateways").add(gateway);
      }
      case PRODUCER -> spec.putArray("hosts").add(host(route.at()));
      case CONSUMER -> {
        spec.putArray("hosts").add(host(route.at()));
        spec.putArray("exportTo").add(".");
      }
    }
    ArrayNode rules = spec.putArray("http");
    int count = shapes.count();
    for (int i = 0; i < count; i++) {
      ObjectNode rule = rules.addObject();
      if (!shapes.last(i, count)) {
        shapes.condition(rule, route, i);
      }
      action(rule, route, own, shapes);
    }
    return object;
  }

  private static void action(
      ObjectNode rule, PlannedRoute route, List<PlannedService> own, RuleShapes shapes) {
    if (shapes.oneIn(6)) {
      rule.put("timeout", "10s");
    }
    ArrayNode destinations = rule.putArray("route");
    PlannedService at = route.at();
    PlannedService other = shapes.sibling(at, own);
    var targets = new ArrayList<ObjectNode>();
    if (at.twoVersions() && shapes.oneIn(2)) {
      targets.add(to(destinations, at).put("subset", "v1"));
      targets.add(to(destinations, at).put("subset", "v2"));
    } else {
      targets.add(to(destinations, at));
      if (shapes.oneIn(6) && !other.equals(at)) {
        targets.add(to(destinations, other));
      }
    }
    if (targets.size() == 2) {
      ((ObjectNode) destinations.get(0)).put("weight", 90);
      ((ObjectNode) destinations.get(1)).put("weight", 10);
    }
  }

  private static ObjectNode to(ArrayNode destinations, PlannedService service) {
    ObjectNode destination = destinations.addObject().putObject("destination");
    destination.put("host", host(service)).putObject("port").put("number", 80);
    return destination;
  }

  private static String host(PlannedService service) {
    return service.name() + "." + service.namespace() + ".svc.cluster.local";
  }
}
