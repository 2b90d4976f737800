package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts of a client's HTTP ports ({@code BuildSidecarOutboundVirtualHosts}): first
 * those of VirtualServices, then one for each service that none claims, then the one for all other
 * names. A name that two virtual hosts would have stays with the first.
 */
final class PortRoutes {
  private static final String ANY = "*";

  private final ClientScope client;
  private final SidecarScope scope;
  private final HostRules rules;
  private final CatchAll others;

  /** By listener and port; the listeners are those of the scope, of which each is there once. */
  private final IdentityHashMap<EgressListener, Map<Integer, Table>> tables =
      new IdentityHashMap<>();

  /** Virtual hosts, and which of them has a name. */
  record Table(Handler.Http handler, Map<String, VirtualHost> byDomain) {
    /** Exact, then the longest {@code *} and suffix, then {@code *}. */
    @Nullable VirtualHost named(String host) {
      VirtualHost exact = byDomain.get(host);
      for (int i = 1; exact == null && i < host.length(); i++) {
        exact = byDomain.get(ANY + host.substring(i));
      }
      return exact == null ? byDomain.get(ANY) : exact;
    }
  }

  PortRoutes(ClientScope client, SidecarScope scope, HostRules rules, CatchAll others) {
    this.client = client;
    this.scope = scope;
    this.rules = rules;
    this.others = others;
  }

  /** All virtual hosts of a port that all addresses share. */
  Handler of(EgressListener listener, int port) {
    EgressListener asked = scope.forRoutes(port);
    return table(asked == null ? listener : asked, port).handler();
  }

  /** A port that is looked into at the service's own address has that service's rules alone. */
  Handler of(MeshService service, int port) {
    EgressListener asked = scope.forRoutes(port);
    VirtualHost own = asked == null ? null : table(asked, port).byDomain().get(service.host());
    return new Handler.Http(
        own == null ? List.of() : List.of(new VirtualHost(own.name(), List.of(ANY), own.rules())));
  }

  /**
   * The table of a port's shared virtual hosts, null where no entry of the Sidecar has the port.
   */
  @Nullable Table table(int port) {
    EgressListener asked = scope.forRoutes(port);
    return asked == null ? null : table(asked, port);
  }

  private Table table(EgressListener listener, int port) {
    return tables
        .computeIfAbsent(listener, _ -> new HashMap<>())
        .computeIfAbsent(port, _ -> build(listener, port));
  }

  private Table build(EgressListener listener, int port) {
    Map<String, MeshService> services = new TreeMap<>();
    for (MeshService service : listener.services()) {
      MeshService.Port own = service.port(port);
      if (own != null) {
        services.put(service.host(), service.withPorts(List.of(own)));
      }
    }
    var building = new Building();
    var view = new HostRules.View(client, scope, listener);
    List<HostRules.Claim> claims = rules.http(view, port, services);
    claims.forEach(claim -> claim.services().forEach(service -> building.knows(service.host())));
    services.keySet().forEach(building::knows);
    for (HostRules.Claim claim : claims) {
      claim.hosts().forEach(host -> building.add(host, port, claim.rules()));
      claim.services().forEach(service -> building.add(service, port, claim.rules()));
      claim.services().forEach(service -> services.remove(service.host()));
    }
    for (MeshService service : services.values()) {
      if (service.resolution() == MeshService.Resolution.ALIAS) {
        continue;
      }
      MeshService.Port own = service.port(port);
      if (own != null && own.mayBeHttp()) {
        building.add(service, port, List.of(rules.defaultRule(view, service, port)));
      }
    }
    return building.done();
  }

  /** Virtual hosts as they are added. */
  private final class Building {
    private final List<VirtualHost> hosts = new ArrayList<>();
    private final Map<String, VirtualHost> byDomain = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> known = new HashSet<>();

    void knows(String host) {
      known.add(host);
    }

    void add(String host, int port, List<RouteRule> rules) {
      String lower = host.toLowerCase(Locale.ROOT);
      add(lower + ":" + port, List.of(Domains.literal(lower)), Set.of(), rules);
    }

    void add(MeshService service, int port, List<RouteRule> rules) {
      Domains.Names domains = Domains.of(service, client.namespace());
      add(service.host() + ":" + port, domains.all(), domains.shortForms(), rules);
    }

    /** {@code dedupeDomains}: another way to write a name is not taken from who has that name. */
    private void add(
        String name, List<String> wanted, Set<String> shortForms, List<RouteRule> rules) {
      if (!names.add(name)) {
        return;
      }
      List<String> domains =
          wanted.stream()
              .distinct()
              .filter(domain -> !byDomain.containsKey(domain))
              .filter(domain -> !shortForms.contains(domain) || !known.contains(domain))
              .toList();
      if (!domains.isEmpty()) {
        var host = new VirtualHost(name, domains, rules);
        hosts.add(host);
        domains.forEach(domain -> byDomain.put(domain, host));
      }
    }

    Table done() {
      VirtualHost rest = others.virtualHost();
      hosts.add(rest);
      byDomain.putIfAbsent(ANY, rest);
      return new Table(new Handler.Http(hosts), byDomain);
    }
  }
}
