package io.meshtwin.twin.resolve.network;

import io.meshtwin.twin.resource.Cidr;
import io.meshtwin.twin.resource.LabelSelector;
import io.meshtwin.twin.resource.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What single rules of NetworkPolicies say of a connection (NetworkPolicyIngressRule,
 * NetworkPolicyEgressRule). Addresses of pods count for {@code ipBlock} as others do, as the
 * upstream tests of the API have it.
 *
 * @param namespaces labels of a cluster's namespaces
 */
record NetworkRules(BiFunction<String, String, Map<String, String>> namespaces) {
  /**
   * A connection.
   *
   * @param to who answers
   * @param protocol TCP or UDP
   * @param port the port that is answered on
   */
  record Connection(NetworkPeer from, NetworkPeer to, String protocol, int port) {}

  /** Whether a policy means a pod. */
  static Truth selects(NetworkPolicy policy, NetworkPeer pod) {
    String namespace = pod.namespace();
    boolean here =
        Objects.equals(namespace, policy.key().namespace())
            && pod.cluster().equals(policy.key().cluster());
    return here ? takes(policy.pods(), pod.labels()) : Truth.NO;
  }

  /** Whether a rule lets a connection through; the peers are those on the far side. */
  Truth allows(
      NetworkPolicy policy, NetworkPolicy.Rule rule, Connection connection, NetworkPeer far) {
    Truth ports =
        rule.ports().isEmpty()
            ? Truth.YES
            : rule.ports().stream().map(port -> port(port, connection)).reduce(Truth.NO, Truth::or);
    Truth peers =
        rule.peers().isEmpty()
            ? Truth.YES
            : rule.peers().stream()
                .map(peer -> peer(policy, peer, far))
                .reduce(Truth.NO, Truth::or);
    return ports.and(peers);
  }

  private static Truth port(NetworkPolicy.Port port, Connection connection) {
    if (!port.protocol().equals(connection.protocol())) {
      return Truth.NO;
    }
    if (port.name().isEmpty()) {
      int number = connection.port();
      return Truth.of(port.first() == 0 || (port.first() <= number && number <= port.last()));
    }
    // A name is a port of the pod that answers, in both directions.
    var declared = connection.to().ports();
    return declared == null
        ? Truth.MAYBE
        : Truth.of(
            declared.stream()
                .anyMatch(p -> p.name().equals(port.name()) && p.port() == connection.port()));
  }

  private Truth peer(NetworkPolicy policy, NetworkPolicy.Peer peer, NetworkPeer far) {
    return switch (peer) {
      case NetworkPolicy.Peer.Block block -> block(block, far.address());
      case NetworkPolicy.Peer.Pods pods -> pods(policy, pods, far);
    };
  }

  private static Truth block(NetworkPolicy.Peer.Block block, String address) {
    if (address.isEmpty()) {
      return Truth.MAYBE;
    }
    return Truth.of(
        contains(block.cidr(), address)
            && block.except().stream().noneMatch(except -> contains(except, address)));
  }

  private static boolean contains(String cidr, String address) {
    Cidr block = Cidr.read(cidr);
    return block != null && block.contains(address);
  }

  private Truth pods(NetworkPolicy policy, NetworkPolicy.Peer.Pods pods, NetworkPeer far) {
    String namespace = far.namespace();
    if (namespace == null || !far.cluster().equals(policy.key().cluster())) {
      return Truth.NO;
    }
    LabelSelector wanted = pods.namespaces();
    boolean there =
        wanted == null
            ? namespace.equals(policy.key().namespace())
            : wanted.takes(namespaces.apply(far.cluster(), namespace));
    return there ? takes(pods.pods(), far.labels()) : Truth.NO;
  }

  private static Truth takes(LabelSelector selector, @Nullable Map<String, String> labels) {
    if (selector.keys().isEmpty()) {
      return Truth.YES;
    }
    return labels == null ? Truth.MAYBE : Truth.of(selector.takes(labels));
  }

  /** Whether any rule lets a connection through. */
  Truth allowed(
      NetworkPolicy policy,
      List<NetworkPolicy.Rule> rules,
      Connection connection,
      NetworkPeer far) {
    return rules.stream()
        .map(rule -> allows(policy, rule, connection, far))
        .reduce(Truth.NO, Truth::or);
  }
}
