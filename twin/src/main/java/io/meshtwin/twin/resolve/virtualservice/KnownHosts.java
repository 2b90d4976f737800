package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.Services;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a mesh has, whoever sees them, with their ports, and the subsets that
 * DestinationRules make. What covers a host is found by one look for each suffix of its name.
 */
public final class KnownHosts {
  private static final String DOMAIN = ".svc.cluster.local";

  private final Map<String, Set<Integer>> ports = new HashMap<>();
  private final Map<String, Set<String>> subsets = new HashMap<>();

  /** Who sees a host, by its name. */
  private final Map<String, List<Exported>> exported = new HashMap<>();

  /** Suffixes of hosts, so that a wildcard finds what it covers. */
  private final Set<String> suffixes = new HashSet<>();

  private record Exported(ExportTo to, String own) {
    boolean reaches(Set<String> namespaces, ExportTo byDefault) {
      ExportTo said = to.unsaid() ? byDefault : to;
      return namespaces.stream().anyMatch(namespace -> said.reaches(namespace, own));
    }
  }

  /** Reads Services, ServiceEntries and DestinationRules. */
  public KnownHosts(MeshImage image) {
    image
        .all(Service.class)
        .forEach(service -> {
          String name = service.key().name() + "." + service.key().namespace() + DOMAIN;
          service.ports().forEach(port -> known(name).add(port.port()));
          known(name);
          export(name, Services.exportTo(service.metadata()), service.metadata());
        });
    image
        .all(ServiceEntry.class)
        .forEach(entry ->
            entry
                .hosts()
                .forEach(host -> {
                  entry.ports().forEach(port -> known(host).add(port.number()));
                  export(host, entry.exportTo(), entry.metadata());
                }));
    image
        .all(DestinationRule.class)
        .forEach(rule ->
            rule.subsets()
                .forEach(subset ->
                    subsets
                        .computeIfAbsent(rule.fullHost(), _ -> new HashSet<>())
                        .add(subset.name())));
  }

  private void export(String host, ExportTo to, Metadata metadata) {
    exported
        .computeIfAbsent(host.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
        .add(new Exported(to, metadata.key().namespace()));
  }

  private Set<Integer> known(String written) {
    String host = written.toLowerCase(Locale.ROOT);
    for (int at = 0; at <= host.length(); at++) {
      suffixes.add(host.substring(at));
    }
    return ports.computeIfAbsent(host, _ -> new TreeSet<>());
  }

  /** The ports of a host that is named itself; null for none. */
  @Nullable Set<Integer> ports(String host) {
    return ports.get(host.toLowerCase(Locale.ROOT));
  }

  /** Whether a host is there, itself or by a wildcard that covers it. */
  boolean has(String written) {
    String host = written.toLowerCase(Locale.ROOT);
    if (ports.containsKey(host)) {
      return true;
    }
    for (int at = 0; at <= host.length(); at++) {
      if (ports.containsKey("*" + host.substring(at))) {
        return true;
      }
    }
    return IstioNames.isWildcard(host) && suffixes.contains(host.substring(1));
  }

  /**
   * Whether proxies of one of some namespaces see a host that is there ({@code exportTo}).
   *
   * @param byDefault who sees what does not say
   */
  boolean isSeen(String written, Set<String> namespaces, ExportTo byDefault) {
    String host = written.toLowerCase(Locale.ROOT);
    if (IstioNames.isWildcard(host) || sees(host, namespaces, byDefault)) {
      return true;
    }
    for (int at = 0; at <= host.length(); at++) {
      if (sees("*" + host.substring(at), namespaces, byDefault)) {
        return true;
      }
    }
    return false;
  }

  private boolean sees(String host, Set<String> namespaces, ExportTo byDefault) {
    return exported.getOrDefault(host, List.of()).stream()
        .anyMatch(one -> one.reaches(namespaces, byDefault));
  }

  /** Whether some DestinationRule for a host has a subset. */
  boolean hasSubset(String host, String subset) {
    if (subsets.getOrDefault(host, Set.of()).contains(subset)) {
      return true;
    }
    for (int at = 0; at <= host.length(); at++) {
      if (subsets.getOrDefault("*" + host.substring(at), Set.of()).contains(subset)) {
        return true;
      }
    }
    return false;
  }
}
