package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resource.IstioServerTls;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts of servers that share a route configuration (istio, {@code
 * pilot/pkg/networking/core/gateway.go}, {@code buildGatewayHTTPRouteConfig}): one for each host
 * that a server and a VirtualService have in common, with the rules of every VirtualService that
 * has it, one behind the other.
 */
final class GatewayRoutes {
  private static final int MOVED = 301;

  private final BoundServices services;
  private final VirtualTranslation translation;

  GatewayRoutes(BoundServices services, VirtualTranslation translation) {
    this.services = services;
    this.translation = translation;
  }

  /** A virtual host that is being put together. */
  private static final class Building {
    private final List<RouteRule> rules = new ArrayList<>();
    private @Nullable Origin redirect;
  }

  private record Bound(String gateway, VirtualService service) {}

  /**
   * The virtual hosts for the proxies of a namespace; hosts in lower case, as they are compared.
   */
  List<VirtualHost> of(List<ServedServer> servers, String proxyNamespace) {
    Map<String, Building> hosts = new LinkedHashMap<>();
    Map<Bound, List<RouteRule>> known = new HashMap<>();
    for (ServedServer served : servers) {
      Origin redirect = redirect(served);
      for (VirtualService service : services.of(served.gatewayName(), proxyNamespace)) {
        Set<String> common = common(served, service);
        if (common.isEmpty()) {
          continue;
        }
        // The rules are worked out once for a Gateway, with the port of its first server.
        var bound = new Bound(served.gatewayName(), service);
        List<RouteRule> rules = known.get(bound);
        if (rules == null) {
          rules = translation.rules(service, served);
          if (rules.isEmpty()) {
            continue;
          }
          known.put(bound, rules);
        }
        for (String host : common) {
          Building building = hosts.computeIfAbsent(host, _ -> new Building());
          building.rules.addAll(rules);
          building.redirect = redirect == null ? building.redirect : redirect;
        }
      }
      if (redirect != null) {
        redirectRest(served, redirect, hosts);
      }
    }
    String name = servers.getFirst().name();
    var result = new ArrayList<VirtualHost>();
    hosts.forEach((host, building) ->
        result.add(new VirtualHost(name + "|" + host, List.of(host), rules(building))));
    return result;
  }

  /** Hosts that no VirtualService has are redirected too; those of one namespace never match. */
  private static void redirectRest(
      ServedServer served, Origin redirect, Map<String, Building> hosts) {
    served.hosts().stream()
        .filter(host -> host.namespace().isEmpty())
        .map(host -> ServerHost.lower(host.name()))
        .forEach(host -> hosts.computeIfAbsent(host, _ -> new Building()).redirect = redirect);
  }

  private static @Nullable Origin redirect(ServedServer served) {
    IstioServerTls tls = served.server().tls();
    // What comes by TLS is there already (Envoy, VirtualHost.require_tls).
    if (tls == null || !tls.httpsRedirect() || !served.server().protocol().isHttp()) {
      return null;
    }
    String field = tls.field() + ".httpsRedirect";
    return new Origin(served.gateway().key(), field, served.gateway().metadata().source(field));
  }

  /** Hosts that a server and a VirtualService have in common. */
  private static Set<String> common(ServedServer served, VirtualService service) {
    var result = new LinkedHashSet<String>();
    for (ServerHost host : served.hosts()) {
      for (String other : ServerHost.of(service)) {
        String common =
            host.takes(service.key().namespace()) ? ServerHost.common(host.name(), other) : null;
        if (common != null) {
          result.add(ServerHost.lower(common));
        }
      }
    }
    return result;
  }

  private static List<RouteRule> rules(Building building) {
    Origin redirect = building.redirect;
    return redirect == null
        ? MeshVirtualServices.lastResortsLast(building.rules)
        : toHttps(redirect);
  }

  /** Envoy answers before any rule is asked, and leaves Host as it is (require_tls). */
  private static List<RouteRule> toHttps(Origin origin) {
    var action =
        new RouteAction.Redirect(
            MOVED, "https", null, null, null, HeaderChanges.NONE, RouteAction.Redirect.Ports.KEPT);
    return List.of(
        new RouteRule("https-redirect", RouteMatch.ANY, action, null, Precedence.ALONE, origin));
  }
}
