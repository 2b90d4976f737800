package io.meshtwin.twin.resolve.network;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resolve.network.NetworkRules.Connection;
import io.meshtwin.twin.resource.NetworkPolicy;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The NetworkPolicies of a mesh, applied together: a pod that at least one selects may do what any
 * of them allows, and a connection needs the leave of both sides (NetworkPolicySpec).
 */
public final class NetworkPolicies {
  private final List<NetworkPolicy> policies;
  private final NetworkRules rules;
  private final Map<NetworkPeer, String> standings = new ConcurrentHashMap<>();
  private final BiFunction<String, String, @Nullable Workload> workloads;

  /**
   * @param namespaces labels of a cluster's namespaces
   * @param workloads pods and templates of a cluster, by {@code ns/name}
   */
  public NetworkPolicies(
      MeshImage image,
      BiFunction<String, String, Map<String, String>> namespaces,
      BiFunction<String, String, @Nullable Workload> workloads) {
    this.policies = image.all(NetworkPolicy.class).toList();
    this.rules = new NetworkRules(namespaces);
    this.workloads = workloads;
  }

  /** What of a Service's endpoints a client reaches. */
  public Reach reach(NetworkPeer client, Cluster cluster) {
    boolean datagrams = cluster.protocol() == Cluster.Protocol.UDP;
    return reach(client, cluster.service().service().cluster(), cluster.endpoints(), datagrams);
  }

  /**
   * What of some endpoints a client reaches.
   *
   * @param cluster where the endpoints are
   */
  public Reach reach(
      NetworkPeer client, String cluster, List<Endpoint> endpoints, boolean datagrams) {
    if (policies.isEmpty()) {
      return Reach.all(endpoints);
    }
    var open = new ArrayList<Endpoint>();
    var closed = new ArrayList<Endpoint>();
    var by = new TreeSet<ResourceKey>();
    var unknown = new ArrayList<Caveat>();
    for (Endpoint endpoint : endpoints) {
      NetworkPeer pod = pod(cluster, endpoint);
      var connection = new Connection(client, pod, datagrams ? "UDP" : "TCP", endpoint.port());
      switch (out(connection).and(in(connection))) {
        case YES -> open.add(endpoint);
        case NO -> {
          closed.add(endpoint);
          policies.stream().filter(p -> touches(p, connection)).forEach(p -> by.add(p.key()));
        }
        case MAYBE -> unknown.add(caveat(connection, endpoint));
      }
    }
    String words = by.stream().map(ResourceKey::toString).collect(Collectors.joining(", ", "", ""));
    return new Reach(open, closed, words, unknown.stream().distinct().toList());
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return policies.isEmpty();
  }

  /** How policies see a client: clients with the same answer are treated alike. */
  public String standing(NetworkPeer client) {
    return policies.isEmpty() ? "" : standings.computeIfAbsent(client, this::ask);
  }

  private String ask(NetworkPeer client) {
    var words = new StringBuilder();
    for (NetworkPolicy policy : policies) {
      words.append(policy.egress() == null ? "" : NetworkRules.selects(policy, client));
      List<NetworkPolicy.Rule> ingress = policy.ingress();
      if (ingress != null) {
        for (NetworkPolicy.Rule rule : ingress) {
          var anywhere = new NetworkPolicy.Rule(List.of(), rule.peers());
          var any = new Connection(client, client, "TCP", 0);
          words.append(' ').append(rules.allows(policy, anywhere, any, client));
        }
      }
      words.append(';');
    }
    return words.toString();
  }

  private static boolean touches(NetworkPolicy policy, Connection connection) {
    boolean in =
        policy.ingress() != null && NetworkRules.selects(policy, connection.to()) == Truth.YES;
    return in
        || (policy.egress() != null
            && NetworkRules.selects(policy, connection.from()) == Truth.YES);
  }

  private Truth in(Connection connection) {
    Truth isolated = Truth.NO;
    Truth allowed = Truth.NO;
    for (NetworkPolicy policy : policies) {
      List<NetworkPolicy.Rule> ingress = policy.ingress();
      if (ingress != null) {
        Truth selected = NetworkRules.selects(policy, connection.to());
        isolated = isolated.or(selected);
        Truth rule = rules.allowed(policy, ingress, connection, connection.from());
        allowed = allowed.or(selected.and(rule));
      }
    }
    return through(isolated, allowed);
  }

  private Truth out(Connection connection) {
    Truth isolated = Truth.NO;
    Truth allowed = Truth.NO;
    for (NetworkPolicy policy : policies) {
      List<NetworkPolicy.Rule> egress = policy.egress();
      if (egress != null) {
        Truth selected = NetworkRules.selects(policy, connection.from());
        isolated = isolated.or(selected);
        Truth rule = rules.allowed(policy, egress, connection, connection.to());
        allowed = allowed.or(selected.and(rule));
      }
    }
    return through(isolated, allowed);
  }

  /** Who is surely not selected, and who is surely allowed, gets through. */
  private static Truth through(Truth isolated, Truth allowed) {
    return switch (isolated) {
      case NO -> Truth.YES;
      case YES -> allowed;
      case MAYBE -> allowed == Truth.YES ? Truth.YES : Truth.MAYBE;
    };
  }

  private NetworkPeer pod(String cluster, Endpoint endpoint) {
    String name = endpoint.name();
    int slash = name.indexOf('/');
    if (slash < 0) {
      return new NetworkPeer(cluster, null, Map.of(), endpoint.address(), List.of());
    }
    Workload workload = workloads.apply(cluster, name);
    return new NetworkPeer(
        cluster,
        name.substring(0, slash),
        workload == null ? null : workload.labels(),
        endpoint.address(),
        workload == null ? null : workload.ports());
  }

  private Caveat caveat(Connection connection, Endpoint endpoint) {
    NetworkPolicy policy =
        policies.stream()
            .filter(p -> mayTouch(p, connection))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no policy leaves it open"));
    return new Caveat(
        "whether " + policy.key() + " lets the client reach " + endpoint.name() + " is not known",
        new Origin(policy.key(), "spec", policy.metadata().source("spec")));
  }

  private static boolean mayTouch(NetworkPolicy policy, Connection connection) {
    boolean in =
        policy.ingress() != null && NetworkRules.selects(policy, connection.to()) != Truth.NO;
    return in
        || (policy.egress() != null && NetworkRules.selects(policy, connection.from()) != Truth.NO);
  }
}
