package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resource.IstioGateway;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proxies of one namespace that no Gateway can tell apart.
 *
 * @param cluster where they run
 * @param namespace where they run
 * @param name of one of them, {@code ns/name}
 * @param labels of one of them
 * @param addresses their own IP addresses; empty where that is not known
 * @param gateways the Gateways whose selectors they meet, the oldest first
 * @param targets what a Service's port comes to in them; a port that no Service has stays
 * @param ambiguous ports of Services that come to more than one
 * @param assumed whether no workload is known and one is assumed
 */
record GatewayProxy(
    String cluster,
    String namespace,
    String name,
    Map<String, String> labels,
    Set<String> addresses,
    List<IstioGateway> gateways,
    Map<Integer, Integer> targets,
    Set<Integer> ambiguous,
    boolean assumed) {
  GatewayProxy {
    labels = Map.copyOf(labels);
    addresses = Set.copyOf(addresses);
    gateways = List.copyOf(gateways);
    targets = Map.copyOf(targets);
    ambiguous = Set.copyOf(ambiguous);
  }

  /** Whether both serve the same, whatever they are called. */
  boolean like(GatewayProxy other) {
    return namespace.equals(other.namespace)
        && labels.equals(other.labels)
        && gateways.equals(other.gateways)
        && targets.equals(other.targets)
        && ambiguous.equals(other.ambiguous);
  }

  /** The port that is listened on for the port of a server ({@code resolvePorts}). */
  int listened(int port) {
    return targets.getOrDefault(port, port);
  }
}
