package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.HostCover;
import io.meshtwin.twin.resource.IstioNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * VirtualServices by the hosts that they name: an exact one is found by one hash, the wildcards
 * that cover a host by one for each of its suffixes, however many there are.
 */
final class HostIndex {
  private final List<Bound> all = new ArrayList<>();
  private final Map<String, List<Bound>> exact = new HashMap<>();
  private final Map<String, List<Bound>> wildcards = new HashMap<>();

  private boolean coversBesides;

  void add(Bound bound) {
    all.add(bound);
    coversBesides |=
        bound.hosts().size() > 1 && bound.hosts().stream().anyMatch(IstioNames::isWildcard);
    for (String host : bound.hosts()) {
      (IstioNames.isWildcard(host) ? wildcards : exact)
          .computeIfAbsent(host, _ -> new ArrayList<>())
          .add(bound);
    }
  }

  /** All of them, oldest first. */
  List<Bound> all() {
    return List.copyOf(all);
  }

  /** Those that name the host itself. */
  Stream<Bound> naming(String host) {
    return exact.getOrDefault(host, List.of()).stream();
  }

  /**
   * Those that have one of some domains as it is written, and those that meet one of some hosts.
   */
  List<Bound> near(Set<String> domains, Set<String> hosts) {
    Set<Bound> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return Stream.concat(
            domains.stream()
                .map(domain -> (IstioNames.isWildcard(domain) ? wildcards : exact).get(domain))
                .filter(Objects::nonNull)
                .flatMap(List::stream),
            hosts.stream().flatMap(this::meeting))
        .filter(seen::add)
        .toList();
  }

  /** Whether some cover many hosts and name others besides. */
  boolean coversBesides() {
    return coversBesides;
  }

  /** Those whose wildcards cover the host, the longest wildcard first. */
  List<List<Bound>> covering(String host) {
    var result = new ArrayList<List<Bound>>();
    for (int at = 0; at <= host.length() && !wildcards.isEmpty(); at++) {
      List<Bound> found = wildcards.get("*" + host.substring(at));
      if (found != null) {
        result.add(found);
      }
    }
    return result;
  }

  /** Those with a host that has a name in common with this one, which may be a wildcard. */
  Stream<Bound> meeting(String host) {
    if (IstioNames.isWildcard(host)) {
      return all.stream()
          .filter(bound -> bound.hosts().stream().anyMatch(own -> HostCover.meet(own, host)));
    }
    return Stream.concat(naming(host), covering(host).stream().flatMap(List::stream)).distinct();
  }
}
