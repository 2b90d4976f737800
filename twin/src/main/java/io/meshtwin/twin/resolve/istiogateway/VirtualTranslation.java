package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resolve.virtualservice.Place;
import io.meshtwin.twin.resolve.virtualservice.StreamChain;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.VirtualStreamRule;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteRule;
import java.util.List;

/**
 * What the rules of a VirtualService are to a gateway's proxies.
 *
 * @param services all of the mesh
 * @param proxies where the proxies are
 * @param view what the proxies see
 * @param translated what is known already
 */
record VirtualTranslation(
    MeshVirtualServices services, ClientScope proxies, MeshView view, Translated translated) {
  /** The rules for requests to a server, in the order in which they are tried. */
  List<RouteRule> rules(VirtualService service, ServedServer served) {
    return translated.of(
        service,
        served,
        proxies,
        () -> {
          Bound bound = services.bound(service.key());
          return bound == null ? List.of() : bound.http(place(served));
        });
  }

  /** Where a rule for connections leads. */
  Handler connections(VirtualService service, VirtualStreamRule rule, ServedServer served) {
    StreamChain chain = services.connections(place(served), service, rule.targets(), rule.field());
    return chain.caveats().isEmpty()
        ? new Handler.Tcp(chain.destinations())
        : new Handler.Unmodelled(chain.caveats());
  }

  private Place place(ServedServer served) {
    return new Place(
        view, served.gatewayName(), served.server().port(), served.server().tls() != null);
  }
}
