package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.HostCover;
import io.meshtwin.twin.resource.IstioNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * VirtualServices of the mesh by the hosts that they name: an exact one is found by one look, the
 * wildcards that cover a host by one for each of its suffixes, however many there are.
 */
final class HostIndex {
  private final NamedRules rules;
  private final Function<ResourceKey, Bound> read;
  private volatile @Nullable List<Bound> all;

  /**
   * @param read a VirtualService as it acts, the same each time
   */
  HostIndex(NamedRules rules, Function<ResourceKey, Bound> read) {
    this.rules = rules;
    this.read = read;
  }

  /** All of them, oldest first. */
  List<Bound> all() {
    List<Bound> known = all;
    if (known == null) {
      known = boundTo(IstioNames.MESH);
      all = known;
    }
    return known;
  }

  /** All that are bound to a Gateway, oldest first. */
  List<Bound> boundTo(String gateway) {
    return read(NamedRules.at(rules.bound(), gateway));
  }

  private List<Bound> read(Collection<ResourceKey> keys) {
    return keys.stream().map(read).sorted(Bound.OLDEST_FIRST).toList();
  }

  /** Those that name the host itself, with its wildcard if it has one. */
  List<Bound> naming(String host) {
    return read(NamedRules.at(rules.naming(), host));
  }

  /**
   * Those that have one of some domains as it is written, and those that meet one of some hosts.
   */
  List<Bound> near(Set<String> domains, Set<String> hosts) {
    Set<Bound> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return Stream.concat(
            domains.stream()
                .filter(domain -> rules.wildcards() > 0 || !IstioNames.isWildcard(domain))
                .flatMap(domain -> naming(domain).stream()),
            hosts.stream().flatMap(this::meeting))
        .filter(seen::add)
        .toList();
  }

  /** Whether some cover many hosts and name others besides. */
  boolean coversBesides() {
    return rules.besides() > 0;
  }

  /** Those whose wildcards cover the host, the longest wildcard first. */
  List<List<Bound>> covering(String host) {
    var result = new ArrayList<List<Bound>>();
    for (int at = 0; at <= host.length() && rules.wildcards() > 0; at++) {
      List<Bound> found = naming("*" + host.substring(at));
      if (!found.isEmpty()) {
        result.add(found);
      }
    }
    return result;
  }

  /** Those with a host that has a name in common with this one, which may be a wildcard. */
  Stream<Bound> meeting(String host) {
    if (IstioNames.isWildcard(host)) {
      return all().stream()
          .filter(bound -> bound.hosts().stream().anyMatch(own -> HostCover.meet(own, host)));
    }
    Set<Bound> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return Stream.concat(naming(host).stream(), covering(host).stream().flatMap(List::stream))
        .filter(seen::add);
  }
}
