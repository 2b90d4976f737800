package io.meshtwin.bridge.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatagramSharesTest {
  private static LbEndpoint endpoint(String ip, int weight) {
    return LbEndpoint.newBuilder()
        .setEndpoint(Endpoint.newBuilder().setAddress(new Address(ip, 53).message()))
        .setLoadBalancingWeight(UInt32Value.of(weight))
        .build();
  }

  @Test
  void anEndpointOfTwoServicesStandsOnceWithTheWeightsOfBoth() {
    var shares = new DatagramShares();
    shares.add("shop/a:53", List.of(endpoint("10.0.0.1", 1)), 0.5);
    shares.add("shop/b:53", List.of(endpoint("10.0.0.1", 1), endpoint("10.0.0.2", 3)), 0.5);
    assertThat(shares.endpoints())
        .extracting(one -> one.getLoadBalancingWeight().getValue())
        .containsExactly(625_000_000, 375_000_000);
    assertThat(
            shares
                .endpoints()
                .getFirst()
                .getMetadata()
                .getFilterMetadataOrThrow("meshtwin.shares")
                .getFieldsMap())
        .extractingByKeys("shop/a:53", "shop/b:53")
        .extracting(value -> value.getNumberValue())
        .containsExactly(500_000_000.0, 125_000_000.0);
  }

  @Test
  void theSmallestShareIsOne() {
    var shares = new DatagramShares();
    shares.add("shop/a:53", List.of(endpoint("10.0.0.1", 1)), 1e-12);
    assertThat(shares.endpoints().getFirst().getLoadBalancingWeight().getValue()).isEqualTo(1);
  }
}
