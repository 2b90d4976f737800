package io.meshtwin.bridge.server;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.cache.VersionedResource;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.xds.ProxyId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one proxy, brought step by step from what it has to what it is meant to run.
 *
 * <p>Make before break: new and changed clusters, their endpoints and secrets, then listeners, then
 * routes, and only when these are ACKed the clusters that are no longer needed go. A secret is
 * asked for by whom it was named, and answered at once. Safe for use by several threads; {@code
 * this} guards the stream.
 */
final class Session {
  private final ProxyId proxy;
  private final Wire wire;
  private final Ledger.Entry ledger;
  private final Map<ResourceType, Subscription> types = new EnumMap<>(ResourceType.class);
  private @Nullable Configuration target;
  private String converged = "";
  private long nonces;
  private boolean closed;

  Session(ProxyId proxy, Wire wire, Ledger.Entry ledger) {
    this.proxy = proxy;
    this.wire = wire;
    this.ledger = ledger;
    for (ResourceType type : ResourceType.values()) {
      types.put(type, new Subscription(type, wire.incremental()));
    }
  }

  ProxyId proxy() {
    return proxy;
  }

  /** From now on the proxy is meant to run this. */
  synchronized void publish(Configuration configuration) {
    target = configuration;
    pump();
  }

  /** Reads or changes a type's subscription, and then sends what that makes due. */
  synchronized void receive(ResourceType type, Conversation conversation) {
    Subscription subscription = subscription(type);
    conversation.with(subscription, target == null ? Configuration.EMPTY : target);
    pump();
  }

  /** What a request says about its type. */
  @FunctionalInterface
  interface Conversation {
    void with(Subscription subscription, Configuration target);
  }

  /**
   * Takes the answer to a response.
   *
   * @param refusal why the response was refused, null when it was ACKed
   * @return whether the nonce is that of the response on its way
   */
  synchronized boolean answer(ResourceType type, String nonce, @Nullable String refusal) {
    Subscription subscription = subscription(type);
    Response pending = subscription.pending();
    if (pending == null || !pending.nonce().equals(nonce)) {
      return false;
    }
    if (refusal == null) {
      Response acked = subscription.acked();
      ledger.acked(type, versions(acked.changed()), acked.removed());
    } else {
      ledger.nacked(type, versions(subscription.refused(refusal)), refusal);
    }
    return true;
  }

  /** The proxy told what it has of a type. */
  synchronized void known(
      ResourceType type, SortedMap<String, VersionedResource> known, String version) {
    subscription(type).knows(known, version);
    ledger.known(type, versions(known));
  }

  /** The stream ended: nothing is sent any more. Later calls do nothing. */
  synchronized void close(Recall recall) {
    if (closed) {
      return;
    }
    closed = true;
    types.forEach((type, subscription) -> recall.keep(proxy, type, subscription));
    ledger.closed();
  }

  private void pump() {
    Configuration goal = target;
    if (closed || goal == null) {
      return;
    }
    send(ResourceType.CLUSTER, goal, true);
    send(ResourceType.ENDPOINTS, goal, true);
    send(ResourceType.SECRET, goal, true);
    if (clustersAreReady(goal)) {
      send(ResourceType.LISTENER, goal, false);
      send(ResourceType.ROUTES, goal, true);
      if (isThere(ResourceType.LISTENER, goal) && isThere(ResourceType.ROUTES, goal)) {
        send(ResourceType.CLUSTER, goal, false);
      }
    }
    tellConvergence(goal);
  }

  private void send(ResourceType type, Configuration goal, boolean keepOld) {
    Optional<Response> response = subscription(type).next(goal, keepOld, Long.toString(nonces + 1));
    if (response.isEmpty()) {
      return;
    }
    nonces++;
    converged = "";
    if (type == ResourceType.CLUSTER) {
      // Envoy makes a changed cluster anew, and that one waits for its endpoints again.
      Subscription endpoints = subscription(ResourceType.ENDPOINTS);
      response.get().changed().keySet().forEach(endpoints::doubt);
    }
    ledger.sent(type, versions(response.get().resources()));
    wire.send(response.get());
  }

  /** Whether every cluster is there with its endpoints, so that routes may name it. */
  private boolean clustersAreReady(Configuration goal) {
    Subscription clusters = subscription(ResourceType.CLUSTER);
    if (!clusters.isOpen()) {
      return true;
    }
    if (clusters.isPending() && !onlyRemoves(clusters)) {
      return false;
    }
    Subscription endpoints = subscription(ResourceType.ENDPOINTS);
    return clusters.wanted(goal).values().stream().allMatch(clusters::runs)
        && goal.of(ResourceType.ENDPOINTS).values().stream()
            .filter(assignment -> clusters.wants(assignment.name()))
            .allMatch(endpoints::runs)
        && (!clusters.isWildcard() || secretsAreThere(goal));
  }

  /** A cluster is not there before the secrets that it names; one refused holds up nobody else. */
  private boolean secretsAreThere(Configuration goal) {
    Subscription secrets = subscription(ResourceType.SECRET);
    return goal.of(ResourceType.SECRET).values().stream()
        .filter(secret -> goal.secretsOfClusters().contains(secret.name()))
        .allMatch(secret -> secrets.runs(secret) || secrets.refused(secret));
  }

  private static boolean onlyRemoves(Subscription clusters) {
    Response pending = clusters.pending();
    return pending != null && pending.changed().isEmpty();
  }

  private boolean isThere(ResourceType type, Configuration goal) {
    Subscription subscription = subscription(type);
    if (!subscription.isOpen()) {
      return goal.of(type).isEmpty();
    }
    boolean all = type.fullState() ? subscription.isWildcard() : true;
    return subscription.converged(goal)
        && (!all || goal.of(type).keySet().stream().allMatch(subscription::wants));
  }

  private void tellConvergence(Configuration goal) {
    boolean there =
        isWholeClient()
            ? types.keySet().stream().allMatch(type -> isThere(type, goal))
            : types.values().stream()
                .filter(Subscription::isOpen)
                .allMatch(subscription -> subscription.converged(goal));
    if (there && !converged.equals(goal.version())) {
      converged = goal.version();
      ledger.converged(converged);
    }
  }

  /** Envoy asks for everything; gRPC's clients ask for what they dial. */
  private boolean isWholeClient() {
    return subscription(ResourceType.CLUSTER).isWildcard()
        || subscription(ResourceType.LISTENER).isWildcard();
  }

  private Subscription subscription(ResourceType type) {
    Subscription subscription = types.get(type);
    if (subscription == null) {
      throw new IllegalStateException("no subscription of type " + type);
    }
    return subscription;
  }

  private static SortedMap<String, String> versions(
      SortedMap<String, VersionedResource> resources) {
    SortedMap<String, String> versions = new TreeMap<>();
    resources.forEach((name, resource) -> versions.put(name, resource.version()));
    return versions;
  }
}
