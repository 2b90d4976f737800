package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.VirtualHosts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts of an HTTP port that all addresses share. What a name means is worked out
 * without the other names: of all services and VirtualServices only those take part that could have
 * the name, and those that could have another name of these services, in the same order as in the
 * whole. The whole is made where somebody wants it, or has asked for many names.
 */
final class PortTable {
  private static final String ANY = "*";

  /** More names than that are not kept: the whole costs no more. */
  private static final int MOST_KEPT = 1_000;

  private final HostRules.View view;
  private final int port;
  private final HostRules rules;
  private final CatchAll others;
  private final PortServices services;
  private final Handler.Http handler;
  private final Map<String, Optional<VirtualHost>> kept = new ConcurrentHashMap<>();
  private volatile @Nullable Built whole;

  /** Virtual hosts, and which of them has a name. */
  private record Built(List<VirtualHost> hosts, Map<String, VirtualHost> byDomain) {
    /** Exact, then the longest {@code *} and suffix, then {@code *}. */
    @Nullable VirtualHost named(String host) {
      VirtualHost exact = byDomain.get(host);
      for (int i = 1; exact == null && i < host.length(); i++) {
        exact = byDomain.get(ANY + host.substring(i));
      }
      return exact == null ? byDomain.get(ANY) : exact;
    }
  }

  PortTable(HostRules.View view, int port, HostRules rules, CatchAll others) {
    this.view = view;
    this.port = port;
    this.rules = rules;
    this.others = others;
    this.services = view.listener().services().at(port);
    this.handler = new Handler.Http(new VirtualHosts(this::named, () -> whole().hosts()));
  }

  /** What reads requests there. */
  Handler.Http handler() {
    return handler;
  }

  /** The virtual host that a name means, null for none. */
  @Nullable VirtualHost named(String host) {
    Built all = whole;
    if (all != null) {
      return all.named(host);
    }
    Optional<VirtualHost> known = kept.get(host);
    if (known == null) {
      if (kept.size() >= MOST_KEPT || !rules.tellsApart(port)) {
        return whole().named(host);
      }
      known = Optional.ofNullable(build(wanted(host)).named(host));
      kept.put(host, known);
    }
    return known.orElse(null);
  }

  /** The virtual host that has a name among its domains, null for none. */
  @Nullable VirtualHost exact(String host) {
    VirtualHost found = named(host);
    return found != null && found.domains().contains(host) ? found : null;
  }

  private Built whole() {
    Built known = whole;
    return known == null ? makeWhole() : known;
  }

  private synchronized Built makeWhole() {
    Built known = whole;
    if (known == null) {
      known = build(HostRules.Wanted.everything(services));
      whole = known;
      kept.clear();
    }
    return known;
  }

  private HostRules.Wanted wanted(String host) {
    PortServices.Near near = services.near(host, view.client().namespace());
    return new HostRules.Wanted(services, near.services(), near.domains());
  }

  private Built build(HostRules.Wanted wanted) {
    var unclaimed = new TreeMap<>(wanted.services());
    var building = new Building();
    for (HostRules.Claim claim : rules.http(view, port, wanted)) {
      claim.hosts().forEach(host -> building.add(host, claim.rules()));
      claim.services().forEach(service -> building.add(service, claim.rules()));
      claim.services().forEach(service -> unclaimed.remove(service.host()));
    }
    for (MeshService service : unclaimed.values()) {
      if (service.resolution() == MeshService.Resolution.ALIAS) {
        continue;
      }
      MeshService.Port own = service.port(port);
      if (own != null && own.mayBeHttp()) {
        building.add(service, List.of(rules.defaultRule(view, service, port)));
      }
    }
    return building.done();
  }

  /** Virtual hosts as they are added. */
  private final class Building {
    private final List<VirtualHost> hosts = new ArrayList<>();
    private final Map<String, VirtualHost> byDomain = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    void add(String host, List<RouteRule> rules) {
      String lower = host.toLowerCase(Locale.ROOT);
      add(lower + ":" + port, List.of(Domains.literal(lower)), Set.of(), rules);
    }

    void add(MeshService service, List<RouteRule> rules) {
      Domains.Names domains = Domains.of(service, view.client().namespace());
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
              .filter(domain -> !shortForms.contains(domain) || !services.knows(domain))
              .toList();
      if (!domains.isEmpty()) {
        var host = new VirtualHost(name, domains, rules);
        hosts.add(host);
        domains.forEach(domain -> byDomain.put(domain, host));
      }
    }

    Built done() {
      VirtualHost rest = others.virtualHost();
      hosts.add(rest);
      byDomain.putIfAbsent(ANY, rest);
      return new Built(List.copyOf(hosts), byDomain);
    }
  }
}
