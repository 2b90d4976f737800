package io.meshtwin.bridge.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.StreamObserver;
import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.cache.VersionedResource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code StreamAggregatedResources}. */
final class StateOfTheWorldStream extends AdsStream<DiscoveryRequest> {
  private final Wire wire;

  StateOfTheWorldStream(Sessions sessions, StreamObserver<DiscoveryResponse> out) {
    super(sessions, out);
    this.wire = new Wire.StateOfTheWorld(out);
  }

  @Override
  Wire wire() {
    return wire;
  }

  @Override
  Node node(DiscoveryRequest first) {
    return first.getNode();
  }

  @Override
  String typeUrl(DiscoveryRequest request) {
    return request.getTypeUrl();
  }

  @Override
  void take(Session session, ResourceType type, DiscoveryRequest request) {
    session.receive(
        type,
        (subscription, target) -> {
          if (!subscription.isOpen()) {
            open(session, subscription, target, type, request);
            return;
          }
          String refusal = request.hasErrorDetail() ? request.getErrorDetail().getMessage() : null;
          boolean answered = session.answer(type, request.getResponseNonce(), refusal);
          // With a response on its way, a request about an older one is stale: its subscription
          // comes again with the answer.
          if (answered || !subscription.isPending()) {
            ask(subscription, type, request);
          }
        });
  }

  private void open(
      Session session,
      Subscription subscription,
      Configuration target,
      ResourceType type,
      DiscoveryRequest request) {
    if (type.fullState() && request.getResourceNamesList().isEmpty()) {
      subscription.openWildcard();
    }
    ask(subscription, type, request);
    String version = request.getVersionInfo();
    if (version.isEmpty()) {
      return;
    }
    SortedMap<String, VersionedResource> wanted = subscription.wanted(target);
    if (Subscription.digest(wanted).equals(version)) {
      session.known(type, wanted, version);
      return;
    }
    recall()
        .state(session.proxy(), type, version)
        .ifPresent(state -> {
          SortedMap<String, VersionedResource> asked = new TreeMap<>(state);
          asked.keySet().removeIf(name -> !subscription.wants(name));
          session.known(type, asked, version);
        });
  }

  private static void ask(Subscription subscription, ResourceType type, DiscoveryRequest request) {
    if (!subscription.isWildcard()) {
      subscription.subscribeOnly(new TreeSet<>(request.getResourceNamesList()));
    } else if (!type.fullState()) {
      throw new IllegalStateException("only full-state types are asked for as a whole: " + type);
    }
  }
}
