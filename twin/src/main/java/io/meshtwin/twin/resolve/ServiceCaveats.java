package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What decides where a client's connections to a Service's port go, and is not modelled. */
final class ServiceCaveats {
  private static final String EXPORT_TO = "networking.istio.io/exportTo";

  private final MeshImage image;
  private final Caveats caveats;
  private final BackendTlsPolicies policies;

  private final boolean sidecars;

  /**
   * @param dialect in Istio's, headless Services and ExternalNames are what its sidecars make of
   *     them, and {@code exportTo} is read
   */
  ServiceCaveats(MeshImage image, Dialect dialect, Caveats caveats) {
    this.image = image;
    this.sidecars = dialect.mesh().sidecars();
    this.caveats = caveats;
    this.policies = new BackendTlsPolicies(image);
  }

  List<Caveat> of(
      ClientScope client, Service service, Service.Port port, ServiceRoutes.Acting acting) {
    var result = new ArrayList<Caveat>();
    Caveats.refused(image, service.key()).forEach(result::add);
    var origin = new Origin(service.key(), "spec", service.metadata().source("spec"));
    if (!sidecars) {
      result.addAll(plain(service, port, acting));
    }
    if (port.protocol().equals("SCTP") || twice(service, port)) {
      result.add(
          Caveats.notModelled(
              port.protocol() + " port " + port.port() + " of " + service.key(), origin));
    }
    for (Route route : acting.all()) {
      Caveats.refused(image, route.key()).forEach(result::add);
    }
    result.addAll(secured(new ServicePort(service.key(), port.port()), acting.all()));
    result.addAll(caveats.routing(client, service));
    return result;
  }

  /** What decides where connections to another host's port go, and is not modelled. */
  List<Caveat> of(ClientScope client, MeshService service) {
    return Stream.concat(
            Caveats.refused(image, service.origin().resource()),
            caveats.routing(client, service.host()).stream())
        .toList();
  }

  /** What decides what becomes of traffic to what nobody knows, and is not modelled. */
  List<Caveat> elsewhere(ClientScope client) {
    return caveats.elsewhere(client);
  }

  private static List<Caveat> plain(
      Service service, Service.Port port, ServiceRoutes.Acting acting) {
    var result = new ArrayList<Caveat>();
    var origin = new Origin(service.key(), "spec", service.metadata().source("spec"));
    if (service.headless() && !acting.isEmpty()) {
      // Clients dial the pods, which are the Service's backend side, where no route acts.
      result.add(Caveats.notModelled("a route of headless " + service.key(), origin));
    }
    if (service.headless() && !port.target().equals(String.valueOf(port.port()))) {
      result.add(Caveats.notModelled("a target port of headless " + service.key() + ",", origin));
    }
    if (service.type().equals("ExternalName")) {
      result.add(Caveats.notModelled("ExternalName " + service.key(), origin));
    }
    if (service.metadata().annotations().containsKey(EXPORT_TO)) {
      result.add(Caveats.notModelled("annotation " + EXPORT_TO + " of " + service.key(), origin));
    }
    return result;
  }

  /**
   * What a sidecar does with a BackendTLSPolicy is left to implementations
   * (BackendTLSPolicySpec.targetRefs).
   */
  private List<Caveat> secured(ServicePort own, List<Route> routes) {
    Stream<ServicePort> backends =
        routes.stream()
            .flatMap(route -> route.backends().stream())
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

  /** A number for connections and for datagrams names one set of endpoints here. */
  private static boolean twice(Service service, Service.Port port) {
    return service.ports().stream()
        .anyMatch(other -> other.port() == port.port() && !other.target().equals(port.target()));
  }
}
