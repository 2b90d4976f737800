package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Delivery;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a client's sidecar does with requests to a Service's port (GEP-1294).
 *
 * <p>Producer routes, of the Service's namespace, act on every client. Consumer routes, of the
 * client's namespace, replace them for its clients. Without a route the Service behaves as in plain
 * Kubernetes.
 */
final class ServiceListeners {
  private static final String EXPORT_TO = "networking.istio.io/exportTo";

  private final MeshImage image;
  private final Dialect dialect;
  private final HttpRules rules;
  private final Caveats caveats;
  private final BackendTlsPolicies policies;

  ServiceListeners(MeshImage image, Dialect dialect, HttpRules rules, Caveats caveats) {
    this.image = image;
    this.dialect = dialect;
    this.rules = rules;
    this.caveats = caveats;
    this.policies = new BackendTlsPolicies(image);
  }

  Listener of(ClientScope client, Service service, Service.Port port) {
    var servicePort = new ServicePort(service.key(), port.port());
    var binding =
        new Listener.Binding.ToService(
            servicePort, service.addresses(), ClusterDns.names(service.key()));
    return new Listener(
        servicePort.toString(),
        binding,
        handler(client, service, port),
        new Origin(service.key(), "", service.metadata().source("")));
  }

  private Handler handler(ClientScope client, Service service, Service.Port port) {
    List<Resource> routes = scoped(client, service, attached(service, port.port()));
    List<Caveat> unmodelled = unmodelled(client, service, port, routes);
    if (!unmodelled.isEmpty()) {
      return new Handler.Unmodelled(unmodelled);
    }
    var servicePort = new ServicePort(service.key(), port.port());
    if (routes.isEmpty()) {
      return Protocols.of(port) == Protocol.TCP
          ? new Handler.Tcp(List.of(toItself(service, servicePort)))
          : http(servicePort, List.of(defaultRule(service, servicePort)));
    }
    var acting =
        routes.stream()
            .filter(HttpRoute.class::isInstance)
            .map(route -> new HttpRules.Acting((HttpRoute) route, 0, true));
    return http(servicePort, rules.merged(acting));
  }

  /** The routes of every kind that attach to the port. */
  List<Resource> attached(Service service, int port) {
    return image
        .referrers(service.key(), Relation.ATTACHES)
        .map(key -> image.get(key, Resource.class))
        .filter(Objects::nonNull)
        .filter(route -> parents(route).stream().anyMatch(ref -> names(ref, service, port)))
        .toList();
  }

  private static List<ParentRef> parents(Resource resource) {
    return switch (resource) {
      case Route route -> route.parents();
      case Resource _ -> List.of();
    };
  }

  private static boolean names(ParentRef ref, Service service, int port) {
    return ref.parent().equals(service.key()) && (ref.port() == null || ref.port() == port);
  }

  /** Consumer routes where the client's namespace has any, otherwise the producer's. */
  private static List<Resource> scoped(ClientScope client, Service service, List<Resource> routes) {
    String owner = service.key().namespace();
    String own = client.namespace();
    List<Resource> consumer =
        own.equals(owner)
            ? List.of()
            : routes.stream().filter(r -> r.key().namespace().equals(own)).toList();
    return consumer.isEmpty()
        ? routes.stream().filter(r -> r.key().namespace().equals(owner)).toList()
        : consumer;
  }

  private List<Caveat> unmodelled(
      ClientScope client, Service service, Service.Port port, List<Resource> routes) {
    var result = new ArrayList<Caveat>();
    Caveats.refused(image, service.key()).forEach(result::add);
    var origin = new Origin(service.key(), "spec", service.metadata().source("spec"));
    if (service.headless()) {
      result.add(Caveats.notModelled("headless " + service.key(), origin));
    }
    if (service.type().equals("ExternalName")) {
      result.add(Caveats.notModelled("ExternalName " + service.key(), origin));
    }
    if (!port.protocol().equals("TCP")) {
      result.add(
          Caveats.notModelled(
              port.protocol() + " port " + port.port() + " of " + service.key(), origin));
    }
    if (service.metadata().annotations().containsKey(EXPORT_TO)) {
      result.add(Caveats.notModelled("annotation " + EXPORT_TO + " of " + service.key(), origin));
    }
    if (dialect.equals(Dialect.ISTIO) && portsDiffer(service, routes)) {
      String what =
          "in Istio, a parentRef with a port beside one without, at " + service.key() + ",";
      result.add(Caveats.notModelled(what, origin));
    }
    for (Resource route : routes) {
      Caveats.refused(image, route.key()).forEach(result::add);
      if (!(route instanceof HttpRoute)) {
        var at = new Origin(route.key(), "", route.metadata().source(""));
        result.add(Caveats.notModelled(route.key().toString(), at));
      }
    }
    result.addAll(secured(new ServicePort(service.key(), port.port()), routes));
    result.addAll(caveats.routing(client, service));
    return result;
  }

  /**
   * What a sidecar does with a BackendTLSPolicy is left to implementations
   * (BackendTLSPolicySpec.targetRefs).
   */
  private List<Caveat> secured(ServicePort own, List<Resource> routes) {
    Stream<ServicePort> backends =
        routes.stream()
            .flatMap(route -> route instanceof Route r ? r.backends().stream() : Stream.empty())
            .filter(ref -> ref.port() != null)
            .map(ref -> new ServicePort(ref.backend(), Objects.requireNonNull(ref.port())));
    return Stream.concat(Stream.of(own), backends)
        .distinct()
        .flatMap(backend -> Stream.ofNullable(policies.on(backend)))
        .map(policy ->
            Caveats.notModelled(
                "for clients in the mesh, " + policy.key(),
                new Origin(policy.key(), "", policy.metadata().source(""))))
        .toList();
  }

  /** Istio merges routes with parentRef.port otherwise than the specification says. */
  private static boolean portsDiffer(Service service, List<Resource> routes) {
    return routes.stream()
            .flatMap(route -> parents(route).stream())
            .filter(ref -> ref.parent().equals(service.key()))
            .map(ref -> ref.port() == null)
            .distinct()
            .count()
        > 1;
  }

  private static Handler http(ServicePort port, List<RouteRule> rules) {
    return new Handler.Http(List.of(new VirtualHost(port.toString(), List.of("*"), rules)));
  }

  private static RouteRule defaultRule(Service service, ServicePort port) {
    var origin = new Origin(service.key(), "", service.metadata().source(""));
    var action =
        new RouteAction.Forward(List.of(toItself(service, port)), Changes.NONE, Delivery.PLAIN);
    return new RouteRule(RouteRule.DEFAULT, RouteMatch.ANY, action, null, Precedence.ALONE, origin);
  }

  private static WeightedDestination toItself(Service service, ServicePort port) {
    var origin = new Origin(service.key(), "spec.ports", service.metadata().source("spec.ports"));
    return new WeightedDestination(1, new Destination.ToService(port), Changes.NONE, origin);
  }
}
