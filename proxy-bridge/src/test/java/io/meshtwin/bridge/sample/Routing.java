package io.meshtwin.bridge.sample;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;

/** Routing in few words. */
public final class Routing {
  public static final Origin ORIGIN =
      new Origin(
          new ResourceKey(
              ResourceKey.LOCAL, "gateway.networking.k8s.io", "HTTPRoute", "shop", "cart"),
          "spec.rules[0]",
          null);

  private Routing() {}

  /** Port 80 of a Service in the namespace shop. */
  public static ServicePort service(String name) {
    return new ServicePort(new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", name), 80);
  }

  public static Cluster cluster(String name, int... ports) {
    return cluster(Cluster.Protocol.HTTP, name, ports);
  }

  /** A cluster of endpoints on these ports of 127.0.0.1. */
  public static Cluster cluster(Cluster.Protocol protocol, String name, int... ports) {
    List<Endpoint> endpoints = new java.util.ArrayList<>();
    for (int port : ports) {
      endpoints.add(
          new Endpoint("shop/" + name + "-" + port, "127.0.0.1", port, "shop/" + name, 1));
    }
    return new Cluster(service(name), protocol, endpoints, List.of());
  }

  public static WeightedDestination to(int weight, String service) {
    return to(weight, service, Changes.NONE);
  }

  public static WeightedDestination to(int weight, String service, Changes changes) {
    return new WeightedDestination(
        weight, new Destination.ToService(service(service)), changes, ORIGIN);
  }

  public static WeightedDestination invalid(int weight) {
    return new WeightedDestination(
        weight, new Destination.Invalid(500, "no such Service"), Changes.NONE, ORIGIN);
  }

  public static RouteAction forward(WeightedDestination... destinations) {
    return forward(Changes.NONE, destinations);
  }

  public static RouteAction forward(Changes changes, WeightedDestination... destinations) {
    return new RouteAction.Forward(List.of(destinations), changes, Delivery.PLAIN);
  }

  public static RouteRule rule(RouteMatch match, RouteAction action) {
    return new RouteRule("rule", match, action, null, Precedence.ALONE, ORIGIN);
  }

  /** One virtual host for every domain. */
  public static List<VirtualHost> anyHost(RouteRule... rules) {
    return List.of(new VirtualHost("any", List.of("*"), List.of(rules)));
  }

  public static Listener sidecar(RouteRule... rules) {
    return sidecar("cart.shop:80", "10.96.0.1", new Handler.Http(anyHost(rules)));
  }

  public static Listener sidecar(String name, String ip, Handler handler) {
    String service = name.substring(0, name.indexOf('.'));
    return new Listener(
        name,
        new Listener.Binding.ToService(service(service), List.of(ip), List.of(name)),
        handler,
        ORIGIN);
  }

  public static Listener gateway(int port, List<VirtualHost> hosts) {
    return new Listener(
        "shop/edge:" + port, new Listener.Binding.ToGateway(port), new Handler.Http(hosts), ORIGIN);
  }
}
