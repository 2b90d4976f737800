package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of a Gateway's virtual host in Istio. Each hostname that routes list is one
 * VirtualService, merged from all routes that list it; where the hostnames of several come to one
 * domain, one stands behind the other: those of the Gateway's namespace, then the oldest, then by
 * name ({@code VirtualServicesForGateway}, {@code buildGatewayHTTPRouteConfig}). What follows a
 * rule that takes everything is left out ({@code BuildHTTPRoutesForVirtualService}), and such rules
 * go last ({@code SortVHostRoutes}).
 */
final class IstioVirtualHosts {
  private final HttpRules rules;
  private final IstioRefusals refusals;

  IstioVirtualHosts(MeshImage image, HttpRules rules) {
    this.rules = rules;
    this.refusals = new IstioRefusals(image);
  }

  private record Group(String hostname, List<Route> routes) {
    Route oldest() {
      return routes.stream().min(Age.OLDEST_FIRST).orElseThrow();
    }

    Instant created() {
      Instant created = oldest().metadata().created();
      return created == null ? Instant.MIN : created;
    }

    boolean foreign(String namespace) {
      return !oldest().key().namespace().equals(namespace);
    }
  }

  /**
   * The rules of a domain.
   *
   * @param namespace the Gateway's
   * @param listener the listener's hostname
   * @param domain what the hostnames come to
   * @param routes those that act there
   */
  List<RouteRule> of(String namespace, String listener, String domain, List<Route> routes) {
    Map<String, Group> groups = new TreeMap<>();
    for (Route route : routes) {
      for (String hostname : refusals.refuses(route, false) ? Set.<String>of() : written(route)) {
        if (domain.equals(Hostnames.intersection(listener, hostname))) {
          groups
              .computeIfAbsent(hostname, key -> new Group(key, new ArrayList<>()))
              .routes()
              .add(route);
        }
      }
    }
    Comparator<Group> own = Comparator.comparing(group -> group.foreign(namespace));
    var some = new ArrayList<RouteRule>();
    var all = new ArrayList<RouteRule>();
    groups.values().stream()
        .sorted(own.thenComparing(Group::created).thenComparing(Group::hostname))
        .forEach(group -> {
          for (RouteRule rule : merged(group)) {
            if (takesEverything(rule.match())) {
              all.add(rule);
              break;
            }
            some.add(rule);
          }
        });
    some.addAll(all);
    return some;
  }

  private List<RouteRule> merged(Group group) {
    return rules.merged(group.routes().stream().map(r -> new HttpRules.Acting(r, 0, false)));
  }

  private static Set<String> written(Route route) {
    var result = new TreeSet<String>();
    route.hostnames().forEach(hostname -> result.add(Hostnames.normal(hostname)));
    if (result.isEmpty()) {
      result.add(Hostnames.ALL);
    }
    return result;
  }

  private static boolean takesEverything(RouteMatch match) {
    boolean anyPath =
        switch (match.path()) {
          case PathMatch.SegmentPrefix prefix -> prefix.value().equals("/");
          case PathMatch.Prefix prefix -> prefix.value().equals("/");
          case PathMatch.Regex regex -> regex.value().equals(".*");
          case PathMatch.Exact _ -> false;
        };
    return anyPath
        && match.method() == null
        && match.headers().isEmpty()
        && match.query().isEmpty();
  }
}
