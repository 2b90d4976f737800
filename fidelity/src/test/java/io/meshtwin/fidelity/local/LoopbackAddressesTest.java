package io.meshtwin.fidelity.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.xds.Address;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackAddressesTest {
  private static final ResourceKey SERVICE =
      new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "cart");
  private static final ServicePort PORT = new ServicePort(SERVICE, 8080);
  private static final Cluster CLUSTER =
      new Cluster(PORT, Cluster.Protocol.HTTP, List.of(), List.of());
  private static final ProxyId WEB = ProxyId.sidecar("shop", "web");

  @Test
  void proxiesTakeTheSameServiceAtAddressesOfTheirOwn() throws Exception {
    try (var addresses = LoopbackAddresses.claim((_, _, _) -> {})) {
      Address one = addresses.listen(WEB, listener()).addresses().getFirst();
      Address two = addresses.listen(ProxyId.sidecar("x", "y"), listener()).addresses().getFirst();
      assertThat(one).isNotEqualTo(two);
      assertThat(one.port()).isEqualTo(8080);
      assertThat(addresses.listen(WEB, listener()).addresses()).containsExactly(one);
    }
  }

  @Test
  void anEndpointIsAnnouncedOnce() throws Exception {
    var opened = new ArrayList<String>();
    try (var addresses =
        LoopbackAddresses.claim((endpoint, at, _) -> opened.add(endpoint.name() + " " + at))) {
      var endpoint = new Endpoint("shop/cart-0", "10.1.2.3", 9000, "shop/cart", 1);
      Address first = addresses.reach(WEB, CLUSTER, endpoint).orElseThrow();
      Address again = addresses.reach(WEB, CLUSTER, endpoint).orElseThrow();
      assertThat(again).isEqualTo(first);
      assertThat(opened).containsExactly("shop/cart-0 " + first);
    }
  }

  @Test
  void anEndpointWithoutAPortIsNotReached() throws Exception {
    try (var addresses = LoopbackAddresses.claim((_, _, _) -> {})) {
      var endpoint = new Endpoint("shop/cart-0", "", 0, "shop/cart", 1);
      assertThat(addresses.reach(WEB, CLUSTER, endpoint)).isEmpty();
    }
  }

  @Test
  void twoRunsDoNotMeet() throws Exception {
    try (var one = LoopbackAddresses.claim((_, _, _) -> {});
        var two = LoopbackAddresses.claim((_, _, _) -> {})) {
      assertThat(one.listen(WEB, listener())).isNotEqualTo(two.listen(WEB, listener()));
    }
  }

  private static Listener listener() {
    var binding = new Listener.Binding.ToService(PORT, List.of(), List.of("cart.shop"));
    return new Listener(
        PORT.toString(), binding, new Handler.Tcp(List.of()), new Origin(SERVICE, "", null));
  }
}
