package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resource.Sidecar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hosts of an {@code egress} entry by namespace: {@code namespace/dnsName}, where the namespace
 * may be {@code *}, {@code .} for the client's own, or begin with {@code ~} to leave the hosts out
 * ({@code convertIstioListenerToWrapper}, {@code hostClassification}).
 */
public final class EgressHosts {
  /** Everything. */
  static final EgressHosts ALL = all();

  private static final String ANY = "*";
  private static final String OWN = ".";
  private static final String NOT = "~";

  private final Map<String, Names> byNamespace = new HashMap<>();

  /** Names of one namespace. */
  private record Names(Set<String> exact, Set<String> wildcards, Set<String> excluded) {
    Names() {
      this(new HashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    boolean excludes(String host) {
      return excluded.stream().anyMatch(other -> HostNames.isWithin(host, other));
    }

    /** {@code Matches}: exact, or within a wildcard. */
    boolean matches(String host) {
      return exact.contains(host)
          || wildcards.stream().anyMatch(wildcard -> HostNames.isWithin(host, wildcard));
    }
  }

  private EgressHosts() {}

  private static EgressHosts all() {
    var result = new EgressHosts();
    result.byNamespace.computeIfAbsent("*", _ -> new Names()).wildcards().add("*");
    return result;
  }

  static EgressHosts of(Sidecar.Egress egress, String namespace) {
    var result = new EgressHosts();
    egress.hosts().forEach(host -> result.add(host, namespace));
    return result;
  }

  private void add(String written, String own) {
    int slash = written.indexOf('/');
    if (slash < 0 || written.indexOf('/', slash + 1) >= 0) {
      return;
    }
    String namespace = written.substring(0, slash);
    String host = written.substring(slash + 1);
    boolean excluded = namespace.startsWith(NOT);
    if (excluded) {
      namespace = namespace.length() == 1 ? ANY : namespace.substring(1);
    }
    Names names =
        byNamespace.computeIfAbsent(namespace.equals(OWN) ? own : namespace, _ -> new Names());
    if (excluded) {
      names.excluded().add(host);
    } else if (host.startsWith("*")) {
      names.wildcards().add(host);
    } else {
      names.exact().add(host);
    }
  }

  /** Whether a host of a namespace is meant ({@code selectServices}). */
  public boolean takes(String namespace, String host) {
    Names any = byNamespace.get(ANY);
    Names own = byNamespace.get(namespace);
    if ((own != null && own.excludes(host)) || (any != null && any.excludes(host))) {
      return false;
    }
    return (own != null && own.matches(host)) || (any != null && any.matches(host));
  }

  /** A service with only those other names that are meant too ({@code matchingAliasService}). */
  MeshService withSeenAliases(MeshService service) {
    if (service.aliases().isEmpty()) {
      return service;
    }
    Names any = byNamespace.get(ANY);
    Names own = byNamespace.get(service.namespace());
    Names names = own != null && own.matches(service.host()) ? own : any;
    List<MeshService.Alias> seen =
        service.aliases().stream()
            .filter(alias -> names != null && names.matches(alias.host()))
            .toList();
    return service.withAliases(seen);
  }

  /** Whether a VirtualService's host is meant ({@code VSMatches}): wildcards count both ways. */
  public boolean takesRoutesOf(String namespace, String host, boolean gatewaySemantics) {
    Names any = byNamespace.get(ANY);
    Names own = byNamespace.get(namespace);
    if ((own != null && own.excludes(host)) || (any != null && any.excludes(host))) {
      return false;
    }
    return (own != null && routes(own, host, gatewaySemantics))
        || (any != null && routes(any, host, gatewaySemantics));
  }

  private static boolean routes(Names names, String host, boolean gatewaySemantics) {
    if (names.exact().contains(host)) {
      return true;
    }
    Set<String> exact = host.startsWith("*") ? names.exact() : Set.of();
    return java.util.stream.Stream.concat(names.wildcards().stream(), exact.stream())
        .anyMatch(other ->
            gatewaySemantics ? HostNames.isWithin(host, other) : HostNames.overlap(host, other));
  }
}
