package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** {@code VirtualHost}s of a route configuration. */
final class VirtualHosts {
  private static final String EVERY = "*";
  private static final String GRPC_WEB = "application/grpc-web.*";
  private static final String PORT = ".*:[0-9]+";

  private final ResourceKey origin;
  private final RouteReader routes;
  private final Served manager;

  /**
   * What a connection manager brings along.
   *
   * @param scheme of the requests, {@code http} or {@code https}
   * @param stripsPort whether Host loses its port
   */
  record Served(HttpFilters filters, String scheme, boolean stripsPort) {}

  VirtualHosts(Clusters clusters, ResourceKey origin, Served manager) {
    this.origin = origin;
    this.routes = new RouteReader(clusters, origin);
    this.manager = manager;
  }

  /** All of a configuration; with one for every other host where a filter may answer there. */
  List<VirtualHost> of(Entry configuration, HeaderLevels levels) {
    SortedMap<String, Entry> configured = HttpFilters.configured(configuration);
    var hosts = new ArrayList<VirtualHost>();
    for (Entry host : configuration.apart("virtual_hosts", "VirtualHost")) {
      hosts.add(host(host, configured, levels));
    }
    List<String> problems = new ArrayList<>(manager.filters().at(List.of(configured)).problems());
    boolean every = hosts.stream().anyMatch(host -> host.domains().contains(EVERY));
    if (!problems.isEmpty() && !every) {
      var place = new Origin(origin, configuration.place(), null);
      RouteRule rest = RouteReader.unknown(RouteMatch.ANY, problems, place, 0);
      hosts.add(new VirtualHost("every other host", List.of(EVERY), List.of(rest)));
    }
    return hosts;
  }

  private VirtualHost host(Entry host, SortedMap<String, Entry> configured, HeaderLevels outer) {
    host.harmless("virtual_clusters", "metadata", "include_request_attempt_count", "rate_limits");
    host.harmless("per_request_buffer_limit_bytes", "request_body_buffer_limit");
    host.harmless("include_is_timeout_retry_header");
    List<SortedMap<String, Entry>> all = List.of(HttpFilters.configured(host), configured);
    HeaderLevels levels = outer.under(host);
    Entry retries = host.has("retry_policy") ? host.message("retry_policy", "RetryPolicy") : null;
    List<String> domains =
        host.texts("domains").stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    String name = host.text("name");
    List<Entry> own = host.apart("routes", "Route");
    String tls = host.text("require_tls");
    var place = new Origin(origin, host.place(), null);
    boolean plain = manager.scheme().equals("http");
    var rules = new ArrayList<RouteRule>();
    if (plain && tls.equals("EXTERNAL_ONLY")) {
      host.refuse("require_tls EXTERNAL_ONLY");
    }
    var ruled = new ArrayList<RouteReader.Ruled>();
    if (retries != null) {
      Deliveries.look(retries);
    }
    List<String> problems = host.unread();
    var inherited = new RouteReader.Inherited(manager.filters(), all, levels, retries, problems);
    for (int i = 0; i < own.size(); i++) {
      ruled.addAll(routes.of(own.get(i), inherited, i));
    }
    front(host, rules, place);
    if (plain && tls.equals("ALL")) {
      rules.add(toHttps(place));
    }
    rules.addAll(RouteMerges.of(ruled, manager.scheme()));
    List<String> rest = new ArrayList<>(problems);
    rest.addAll(manager.filters().at(all).problems());
    if (!rest.isEmpty()) {
      rules.add(RouteReader.unknown(RouteMatch.ANY, rest, place, own.size()));
    }
    return new VirtualHost(name, domains, rules);
  }

  /** Requests that are changed before any route is asked. */
  private void front(Entry host, List<RouteRule> rules, Origin place) {
    if (manager.filters().translatesGrpcWeb()) {
      List<String> why = List.of("gRPC-Web, which a filter translates (" + host.place() + "),");
      RouteMatch match = RouteReader.byHeader("content-type", GRPC_WEB);
      rules.add(RouteReader.unknown(match, why, place, 0));
    }
    if (manager.stripsPort()) {
      List<String> why = List.of("a port in Host, which is taken away (" + host.place() + "),");
      rules.add(RouteReader.unknown(RouteReader.byHeader(":authority", PORT), why, place, 0));
    }
  }

  private static RouteRule toHttps(Origin place) {
    var redirect =
        new RouteAction.Redirect(
            301, "https", null, 0, null, HeaderChanges.NONE, RouteAction.Redirect.Ports.VERBATIM);
    return new RouteRule(
        "require_tls",
        RouteMatch.ANY,
        redirect,
        null,
        new Precedence(0, 2, 1, 0, 0, 0, null, "", 0),
        place);
  }
}
