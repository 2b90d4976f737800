package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts of a Gateway's HTTP and HTTPS listeners: one for each hostname of a listener or
 * of a route attached to it.
 */
final class GatewayHosts {
  private static final int MISDIRECTED = 421;

  private final MeshImage image;
  private final HttpRules rules;
  private final BackendSecurity security;
  private final GatewayChoices choices;
  private final IstioVirtualHosts istio;
  private final @Nullable GatewayHosts alike;
  private final Map<Place, Made> made = new ConcurrentHashMap<>();

  /**
   * @param alike those of a mesh from which this one differs in routes alone, and which outlives
   *     it: where the same routes act, it is asked; null for none
   */
  GatewayHosts(
      MeshImage image,
      Dialect dialect,
      HttpRules rules,
      BackendSecurity security,
      @Nullable GatewayHosts alike) {
    this.image = image;
    this.rules = rules;
    this.security = security;
    this.choices = dialect.gateways();
    this.istio = new IstioVirtualHosts(image, rules);
    this.alike = alike;
  }

  private record Acts(Route route, String hostname) {}

  /** A domain of a listener. */
  private record Place(ResourceKey gateway, String listener, String domain) {}

  /**
   * A virtual host.
   *
   * @param acting what may act there, the closest first
   */
  private record Made(List<Acts> acting, VirtualHost host) {}

  /**
   * The hosts that a listener takes: those for which no other listener of its port is more specific
   * (listener isolation, GEP-1867).
   *
   * @param port the listeners of the port, by hostname
   */
  List<VirtualHost> of(
      ResolvedGateway gateway, ResolvedListener listener, HostnameIndex<ResolvedListener> port) {
    var domains = new TreeSet<String>();
    var acting = new HostnameIndex<Acts>();
    domains.add(listener.hostname());
    for (ResolvedGateway.AtListener attached : gateway.at(listener)) {
      for (String hostname : attached.hostnames()) {
        domains.add(hostname);
        acting.add(hostname, new Acts(attached.route(), hostname));
      }
    }
    var result = new ArrayList<VirtualHost>();
    for (String domain : domains) {
      if (port.covering(domain).getFirst().is(listener)) {
        result.add(host(gateway, listener, domain, acting.covering(domain)));
      }
    }
    return result;
  }

  private VirtualHost host(
      ResolvedGateway gateway, ResolvedListener listener, String domain, List<Acts> acting) {
    var place = new Place(gateway.gateway().key(), listener.name(), domain);
    Made known = alike == null ? null : alike.made.get(place);
    if (known == null || !known.acting().equals(acting)) {
      List<RouteRule> found =
          security.of(gateway.gateway(), rules(gateway, listener, domain, acting));
      String name = listener.name() + "|" + domain;
      known = new Made(acting, new VirtualHost(name, List.of(domain), found));
    }
    made.put(place, known);
    return known.host();
  }

  /**
   * The same for a listener in whose connections a Host of another listener can show, because a
   * client reused them: that is answered with 421 (Listener.hostname).
   */
  List<VirtualHost> isolated(
      ResolvedGateway gateway, ResolvedListener listener, List<ResolvedListener> port) {
    var index = new HostnameIndex<ResolvedListener>();
    port.forEach(other -> index.add(other.hostname(), other));
    var result = new ArrayList<>(of(gateway, listener, index));
    List<String> others =
        port.stream()
            .filter(other -> !other.is(listener))
            .map(ResolvedListener::hostname)
            .sorted()
            .toList();
    if (choices.misdirected() && !others.isEmpty()) {
      String reason = "the host belongs to another HTTPS listener of the port";
      RouteRule rule =
          new RouteRule(
              "misdirected",
              RouteMatch.ANY,
              new RouteAction.Respond(MISDIRECTED, reason),
              null,
              Precedence.ALONE,
              listener.origin());
      result.add(new VirtualHost(listener.name() + "|misdirected", others, List.of(rule)));
    }
    return result;
  }

  /** Rules of every route that a domain's hosts may mean, by the closest of its hostnames. */
  private List<RouteRule> rules(
      ResolvedGateway gateway, ResolvedListener listener, String domain, List<Acts> closestFirst) {
    Map<ResourceKey, Acts> routes = new LinkedHashMap<>();
    closestFirst.stream()
        .filter(acts -> !choices.hostnamesApart() || acts.hostname().equals(domain))
        .forEach(acts -> routes.putIfAbsent(acts.route().key(), acts));
    List<RouteRule> refused =
        routes.keySet().stream().flatMap(route -> refused(route).limit(1)).toList();
    if (!refused.isEmpty()) {
      return refused;
    }
    if (choices.hostnamesApart()) {
      List<Route> listed = routes.values().stream().map(Acts::route).toList();
      return istio.of(gateway.gateway().key().namespace(), listener.hostname(), domain, listed);
    }
    return rules.merged(
        routes.values().stream()
            .map(a -> new HttpRules.Acting(a.route(), Hostnames.rank(a.hostname()), false)));
  }

  /** A route that the API server would refuse makes the hosts unknown by which it would act. */
  private Stream<RouteRule> refused(ResourceKey route) {
    return Caveats.refused(image, route).map(GatewayHosts::unknown);
  }

  private static RouteRule unknown(Caveat caveat) {
    return new RouteRule(
        "refused",
        RouteMatch.ANY,
        new RouteAction.Unmodelled(caveat),
        null,
        Precedence.ALONE,
        caveat.origin());
  }
}
