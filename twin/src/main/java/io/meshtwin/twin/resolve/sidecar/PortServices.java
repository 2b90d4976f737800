package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resource.HostCover;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services that have a port, as one entry of a Sidecar lets a client see them, and which of
 * them a domain may be of. Made once for all clients that see the same.
 */
public final class PortServices {
  private static final String ANY = "*";

  private final int port;
  private final List<MeshService> all;
  private final SortedMap<String, MeshService> byHost = new TreeMap<>();

  /** By every domain that they have for clients of any namespace. */
  private final Map<String, List<MeshService>> byDomain = new HashMap<>();

  private final boolean wild;
  private final boolean plain;
  private final Map<String, Boolean> met = new ConcurrentHashMap<>();

  /**
   * @param all those that have the port, in the registry's order
   */
  PortServices(int port, List<MeshService> all) {
    this.port = port;
    this.all = List.copyOf(all);
    for (MeshService service : all) {
      MeshService.Port own = service.port(port);
      if (own != null) {
        byHost.put(service.host(), service.withPorts(List.of(own)));
      }
    }
    byHost.values().forEach(this::index);
    wild = byHost.values().stream().anyMatch(PortServices::isWild);
    plain = all.stream().allMatch(service -> carriesHttp(service) && !hasAliases(service));
  }

  /** A name without its namespace, which is for clients there alone, is found by both together. */
  private void index(MeshService service) {
    for (String domain : Domains.of(service, "").all()) {
      byDomain.computeIfAbsent(domain, _ -> new ArrayList<>(1)).add(service);
    }
  }

  private static boolean isWild(MeshService service) {
    return HostNames.isWildcard(service.host())
        || (service.kubernetes() && service.resolution() == MeshService.Resolution.ORIGINAL);
  }

  private boolean carriesHttp(MeshService service) {
    return service.ports().stream()
        .filter(own -> own.number() == port)
        .allMatch(own -> own.protocol().isHttp());
  }

  private static boolean hasAliases(MeshService service) {
    return !service.aliases().isEmpty()
        || service.resolution() == MeshService.Resolution.ALIAS
        || isWild(service);
  }

  /** By host, each with this port alone; unmodifiable. */
  public SortedMap<String, MeshService> byHost() {
    return Collections.unmodifiableSortedMap(byHost);
  }

  /** In the registry's order, with all their ports. */
  List<MeshService> all() {
    return all;
  }

  /**
   * Those that make listeners, in the registry's order: services of HTTP share the one for all
   * addresses, so that only the first of them counts ({@link OutboundListeners}).
   */
  List<MeshService> listening() {
    var result = new ArrayList<MeshService>();
    boolean shared = false;
    for (MeshService service : all) {
      boolean http = carriesHttp(service);
      if (http && service.resolution() == MeshService.Resolution.ALIAS) {
        continue; // nobody listens for another name
      }
      if (!http || !shared) {
        result.add(service);
      }
      shared |= http;
    }
    return result;
  }

  /**
   * Whether all of them carry HTTP under names and addresses of their own: then they meet nowhere
   * but in their names.
   */
  public boolean isPlain() {
    return plain;
  }

  /** Whether some service has the host. */
  public boolean knows(String host) {
    return byHost.containsKey(host);
  }

  /** Whether some host has a name in common with this one, which may be a wildcard. */
  public boolean meets(String host) {
    return met.computeIfAbsent(
        host, asked -> byHost.keySet().stream().anyMatch(own -> HostCover.meet(asked, own)));
  }

  /** The service with a host, null for none. */
  public @Nullable MeshService get(String host) {
    return byHost.get(host);
  }

  /**
   * What could have a name.
   *
   * @param domains those that take the name, and all others of the services
   * @param services those that could have one of these domains, by host
   */
  public record Near(Set<String> domains, SortedMap<String, MeshService> services) {}

  /** What could have a name for clients of a namespace, and what another name of that. */
  public Near near(String host, String namespace) {
    Set<String> domains = taking(host);
    var found = new TreeMap<String, MeshService>();
    for (String domain : domains) {
      if (wild || domain.equals(host)) {
        with(domain, namespace).forEach(service -> found.put(service.host(), service));
      }
    }
    for (MeshService service : List.copyOf(found.values())) {
      for (String domain : Domains.of(service, namespace).all()) {
        domains.add(domain);
        with(domain, namespace).forEach(other -> found.put(other.host(), other));
      }
    }
    return new Near(domains, found);
  }

  /** The domains that take a name; an address without its brackets too, as rules write it. */
  private static Set<String> taking(String host) {
    var domains = new LinkedHashSet<String>();
    domains.add(host);
    if (host.startsWith("[") && host.endsWith("]")) {
      domains.add(host.substring(1, host.length() - 1));
    }
    for (int i = 1; i < host.length(); i++) {
      domains.add(ANY + host.substring(i));
    }
    domains.add(ANY);
    return domains;
  }

  /** All services that have a domain for clients of a namespace. */
  private Stream<MeshService> with(String domain, String namespace) {
    return Stream.of(domain, domain + "." + namespace)
        .flatMap(name -> byDomain.getOrDefault(name, List.of()).stream())
        .filter(service -> Domains.of(service, namespace).all().contains(domain));
  }
}
