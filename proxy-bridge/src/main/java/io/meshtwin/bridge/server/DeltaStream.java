package io.meshtwin.bridge.server;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.StreamObserver;
import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.cache.VersionedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code DeltaAggregatedResources}. */
final class DeltaStream extends AdsStream<DeltaDiscoveryRequest> {
  private static final String WILDCARD = "*";

  private final Wire wire;

  DeltaStream(Sessions sessions, StreamObserver<DeltaDiscoveryResponse> out) {
    super(sessions, out);
    this.wire = new Wire.Delta(out);
  }

  @Override
  Wire wire() {
    return wire;
  }

  @Override
  Node node(DeltaDiscoveryRequest first) {
    return first.getNode();
  }

  @Override
  String typeUrl(DeltaDiscoveryRequest request) {
    return request.getTypeUrl();
  }

  @Override
  void take(Session session, ResourceType type, DeltaDiscoveryRequest request) {
    session.receive(
        type,
        (subscription, target) -> {
          boolean first = !subscription.isOpen();
          if (!request.getResponseNonce().isEmpty()) {
            String refusal =
                request.hasErrorDetail() ? request.getErrorDetail().getMessage() : null;
            session.answer(type, request.getResponseNonce(), refusal);
          }
          ask(subscription, type, first, request);
          if (first && request.getInitialResourceVersionsCount() > 0) {
            session.known(type, initial(type, target, request), "");
          }
        });
  }

  /** A name both left and asked for is asked for anew, so the leaving comes first. */
  private static void ask(
      Subscription subscription, ResourceType type, boolean first, DeltaDiscoveryRequest request) {
    List<String> more = new ArrayList<>(request.getResourceNamesSubscribeList());
    boolean everything = more.remove(WILDCARD) || (first && more.isEmpty());
    subscription.unsubscribe(request.getResourceNamesUnsubscribeList());
    if (everything && type.fullState()) {
      subscription.openWildcard();
    }
    if (first || !more.isEmpty()) {
      subscription.subscribe(more);
    }
  }

  /** What the proxy says that it has; the bytes are known only where they are still current. */
  private static SortedMap<String, VersionedResource> initial(
      ResourceType type, Configuration target, DeltaDiscoveryRequest request) {
    SortedMap<String, VersionedResource> known = new TreeMap<>();
    request
        .getInitialResourceVersionsMap()
        .forEach((name, version) -> {
          VersionedResource current = target.of(type).get(name);
          known.put(
              name,
              current != null && current.version().equals(version)
                  ? current
                  : new VersionedResource(type, name, version, Any.getDefaultInstance()));
        });
    return known;
  }
}
