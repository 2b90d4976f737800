package io.meshtwin.bridge.xds;

import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The endpoints of several Services in one cluster: {@code udp_proxy} has no weights. Of endpoints
 * with one address Envoy keeps the first ({@code EdsClusterImpl}), so each stands once, with all
 * that its Services give it. Its metadata say how much that is of each, for who reads a dump.
 */
final class DatagramShares {
  private static final String METADATA = "meshtwin.shares";

  /** What all endpoints weigh together: Envoy takes sums below 2^32. */
  private static final double WHOLE = 1_000_000_000;

  private final Map<String, LbEndpoint.Builder> byAddress = new LinkedHashMap<>();

  /**
   * Adds a Service's endpoints.
   *
   * @param service the name of its own cluster
   * @param endpoints not empty, as they weigh among themselves
   * @param share the fraction of the datagrams that is theirs, more than 0, at most 1
   */
  void add(String service, List<LbEndpoint> endpoints, double share) {
    double sum = endpoints.stream().mapToLong(DatagramShares::weight).sum();
    for (LbEndpoint endpoint : endpoints) {
      int more = (int) Math.max(1, Math.round(WHOLE * share * weight(endpoint) / sum));
      add(service, endpoint, more);
    }
  }

  private void add(String service, LbEndpoint endpoint, int more) {
    LbEndpoint.Builder merged =
        byAddress.computeIfAbsent(
            endpoint.getEndpoint().getAddress().toString(),
            _ -> endpoint.toBuilder().clearLoadBalancingWeight());
    int weight = merged.getLoadBalancingWeight().getValue();
    Metadata.Builder metadata = merged.getMetadataBuilder();
    Struct shares = metadata.getFilterMetadataOrDefault(METADATA, Struct.getDefaultInstance());
    double had = shares.getFieldsOrDefault(service, Value.getDefaultInstance()).getNumberValue();
    Value share = Value.newBuilder().setNumberValue(had + more).build();
    metadata.putFilterMetadata(METADATA, shares.toBuilder().putFields(service, share).build());
    merged.setLoadBalancingWeight(UInt32Value.of(weight + more));
  }

  /** All of them, in the order in which their addresses came. */
  List<LbEndpoint> endpoints() {
    return byAddress.values().stream().map(LbEndpoint.Builder::build).toList();
  }

  private static long weight(LbEndpoint endpoint) {
    return endpoint.getLoadBalancingWeight().getValue();
  }
}
