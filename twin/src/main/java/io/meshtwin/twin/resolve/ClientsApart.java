package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.sidecar.PortServices;
import io.meshtwin.twin.resolve.sidecar.SeenServices;
import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resource.Sidecar;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which namespaces' clients meet something of their own at a Service's port, where istiod
 * configures their sidecars: whose short names are others, to whom alone a VirtualService or a
 * DestinationRule is visible, or whose own stands before others'. All other clients meet the same,
 * apart from what their labels and their own sidecars make of it.
 *
 * <p>Asked for by port instead of by client, so that a preview does not look at each of many
 * namespaces.
 *
 * @param routed what istiod makes of routes of the Gateway API at a service's port
 */
record ClientsApart(
    MeshImage image,
    MeshVirtualServices rules,
    Caveats caveats,
    Function<At, Stream<Bound>> routed) {

  /** A service's port. */
  record At(MeshService service, int port) {}

  /**
   * The namespaces; null where each client has to be asked for.
   *
   * @param seen what all clients see; null where they see different services
   */
  @Nullable Set<String> at(@Nullable SeenServices seen, String host, int port) {
    if (seen == null || differ() || !tellsApart(port)) {
      return null;
    }
    PortServices services = seen.at(port);
    MeshService service = services.get(host);
    return service == null || !services.isPlain() ? null : at(services, service, port);
  }

  private boolean differ() {
    return image.all(Sidecar.class).findAny().isPresent()
        || caveats.dependOnClients()
        || MeshConfigs.several(image)
        || image.clusters().size() > 1
        || rules.destinations().rules().readsNamespaces();
  }

  private boolean tellsApart(int port) {
    return port == VirtualHostClaims.HTTP || !rules.coversBesides();
  }

  private Set<String> at(PortServices services, MeshService service, int port) {
    var result = new TreeSet<String>();
    PortServices.Near near = services.near(service.host(), service.namespace());
    Stream<Bound> routes =
        near.services().values().stream().flatMap(other -> routed.apply(new At(other, port)));
    var hosts = new TreeSet<String>();
    hosts.add(service.host());
    Stream.concat(rules.near(near.domains(), near.services().keySet()).stream(), routes)
        .forEach(bound -> {
          rules.seenApart(bound).forEach(result::add);
          bound.namespaces().forEach(result::add);
          bound.leadsTo().forEach(hosts::add);
        });
    near.services().values().forEach(other -> result.add(other.namespace()));
    hosts.forEach(to -> rules.destinations().rules().seenApart(to).forEach(result::add));
    return result;
  }
}
