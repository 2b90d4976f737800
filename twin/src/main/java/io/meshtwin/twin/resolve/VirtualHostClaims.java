package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.sidecar.HostRules.Claim;
import io.meshtwin.twin.resolve.sidecar.HostRules.Wanted;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resolve.virtualservice.Place;
import io.meshtwin.twin.resource.HostCover;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.routing.RouteRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which virtual hosts VirtualServices have at a sidecar's HTTP port ({@code
 * buildSidecarVirtualHostsForVirtualService}, {@code separateVSHostsAndServices}).
 *
 * @param services those of the port that are read, by host
 * @param routed what istiod makes of routes of the Gateway API, by host
 * @param wanted what is asked of the port
 */
record VirtualHostClaims(
    MeshVirtualServices virtualServices,
    SidecarView view,
    int port,
    Map<String, MeshService> services,
    Map<String, List<Bound>> routed,
    Wanted wanted) {
  /** The only port at which a VirtualService acts that claims no service. */
  static final int HTTP = 80;

  /** In the order in which they are asked: the first that has a host keeps it. */
  List<Claim> all() {
    var result = new ArrayList<Claim>();
    Map<String, Bound> widest = new HashMap<>();
    List<Bound> routes = routed.values().stream().flatMap(List::stream).toList();
    for (Bound bound : bounds(routes)) {
      var matched = new ArrayList<MeshService>();
      var others = new ArrayList<String>();
      for (String host : bound.hosts()) {
        split(bound, host, widest, matched, others);
      }
      if (bound.ofRoutes()) {
        matched.removeIf(service -> !nearby(bound, service));
        others.clear();
      }
      if (matched.isEmpty() && (others.isEmpty() || port != HTTP)) {
        continue;
      }
      List<RouteRule> rules = bound.http(Place.sidecar(view, port));
      if (!rules.isEmpty()) {
        result.add(new Claim(others, matched, rules));
      }
    }
    return result;
  }

  private List<Bound> bounds(List<Bound> routes) {
    Set<String> domains = wanted.domains();
    return domains == null
        ? virtualServices.ordered(view, routes)
        : virtualServices.ordered(view, domains, wanted.services().keySet(), routes);
  }

  private void split(
      Bound bound,
      String host,
      Map<String, Bound> widest,
      List<MeshService> matched,
      List<String> others) {
    if (!IstioNames.isWildcard(host)) {
      MeshService service = services.get(host);
      if (service != null) {
        matched.add(service);
      } else if (!wanted.all().knows(host)) {
        others.add(host);
      }
      return;
    }
    boolean any = false;
    for (MeshService service : services.values()) {
      if (HostCover.meet(host, service.host())) {
        any = true;
        Bound first =
            widest.computeIfAbsent(
                service.host(),
                name ->
                    virtualServices
                        .inMesh(view, name, routed.getOrDefault(name, List.of()))
                        .stream()
                        .findFirst()
                        .orElse(bound));
        if (first.equals(bound) && !matched.contains(service)) {
          matched.add(service);
        }
      }
    }
    if (!any && !wanted.all().meets(host)) {
      others.add(host);
    }
  }

  private boolean nearby(Bound bound, MeshService service) {
    return bound.namespace().equals(view.namespace())
        || bound.namespace().equals(service.namespace());
  }
}
