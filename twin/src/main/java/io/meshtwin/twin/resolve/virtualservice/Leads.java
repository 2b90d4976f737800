package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.MeshDestination;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that rules lead to, with the ports that they name. A proxy that sees the rules has clusters
 * for them, though its Sidecar does not ask for the hosts ({@code
 * virtualServiceDestinationsFilteredBySourceNamespace}).
 */
public final class Leads {
  /** Stands for every port: a destination does not say which. */
  private static final int EVERY_PORT = 0;

  private final SortedMap<String, SortedSet<Integer>> byHost = new TreeMap<>();

  /** Adds a host with its port, null for every port. */
  public void add(String host, @Nullable Integer port) {
    byHost
        .computeIfAbsent(host, _ -> new TreeSet<>())
        .add(port == null ? Integer.valueOf(EVERY_PORT) : port);
  }

  /** The full names of the hosts. */
  public SortedSet<String> hosts() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(byHost.keySet()));
  }

  /** Whether some rule leads to this port of a host. */
  public boolean to(String host, int port) {
    SortedSet<Integer> ports = byHost.get(host);
    return ports != null && (ports.contains(port) || ports.contains(EVERY_PORT));
  }

  /**
   * @param rules those of the delegates too, with full names
   * @param client the namespace of the proxies
   */
  void add(VirtualService service, List<MergedRule> rules, String client) {
    for (MergedRule merged : rules) {
      VirtualRule rule = merged.rule();
      if (isFor(rule, client)) {
        if (rule.action() instanceof VirtualRule.Action.Send send) {
          send.targets().forEach(target -> add(target.destination()));
        }
        rule.mirrors().all().forEach(mirror -> add(mirror.destination()));
      }
    }
    Stream.concat(service.tcp().stream(), service.tls().stream())
        .flatMap(rule -> rule.targets().stream())
        .forEach(target -> add(target.destination()));
  }

  private void add(MeshDestination destination) {
    add(destination.host(), destination.port());
  }

  /** A rule whose matches name other namespaces alone is for none of the client's proxies. */
  private static boolean isFor(VirtualRule rule, String client) {
    List<String> namespaces =
        rule.matches().stream()
            .map(VirtualMatch::source)
            .map(VirtualMatch.Source::namespace)
            .filter(namespace -> !namespace.isEmpty())
            .toList();
    return namespaces.isEmpty() || namespaces.contains(client);
  }
}
