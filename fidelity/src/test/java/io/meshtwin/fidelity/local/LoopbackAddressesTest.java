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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    try (var addresses = claim()) {
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
        LoopbackAddresses.claim(LoopbackAddresses.Doors.NONE, new Opening(opened))) {
      var endpoint = new Endpoint("shop/cart-0", "10.1.2.3", 9000, "shop/cart", 1);
      Address first = addresses.reach(WEB, CLUSTER, endpoint).orElseThrow();
      Address again = addresses.reach(WEB, CLUSTER, endpoint).orElseThrow();
      assertThat(again).isEqualTo(first);
      assertThat(opened).containsExactly("shop/cart-0 " + first);
    }
  }

  @Test
  void connectionsToAWorkloadWithAProxyGoThroughIt() throws Exception {
    var opened = new ArrayList<String>();
    ProxyId before = ProxyId.sidecar("shop", "cart-0");
    try (var addresses =
        LoopbackAddresses.claim((_, _) -> Optional.of(before), new Opening(opened))) {
      var endpoint = new Endpoint("shop/cart-0", "10.1.2.3", 9000, "shop/cart", 1);
      Address front = addresses.reach(WEB, CLUSTER, endpoint).orElseThrow();
      Address proxy = addresses.entrance(before).orElseThrow().at();
      assertThat(opened).hasSize(2);
      assertThat(opened.getFirst()).doesNotContain(front.toString());
      assertThat(opened.getLast()).startsWith(front + " by " + proxy);
    }
  }

  @Test
  void anEndpointWithoutAPortIsNotReached() throws Exception {
    try (var addresses = claim()) {
      var endpoint = new Endpoint("shop/cart-0", "", 0, "shop/cart", 1);
      assertThat(addresses.reach(WEB, CLUSTER, endpoint)).isEmpty();
    }
  }

  @Test
  void twoRunsDoNotMeet() throws Exception {
    try (var one = claim();
        var two = claim()) {
      assertThat(one.listen(WEB, listener())).isNotEqualTo(two.listen(WEB, listener()));
    }
  }

  private static Listener listener() {
    var binding = new Listener.Binding.ToService(PORT, List.of(), List.of("cart.shop"));
    return new Listener(
        PORT.toString(), binding, new Handler.Tcp(List.of()), new Origin(SERVICE, "", null));
  }

  private static LoopbackAddresses claim() throws IOException {
    return LoopbackAddresses.claim(LoopbackAddresses.Doors.NONE, new Opening(new ArrayList<>()));
  }

  private record Opening(List<String> opened) implements LoopbackAddresses.Opened {
    @Override
    public void endpoint(Endpoint endpoint, Address address, boolean datagrams) {
      opened.add(endpoint.name() + " " + address);
    }

    @Override
    public void redirected(Address front, Address proxy, Address workload) {
      opened.add(front + " by " + proxy + " to " + workload);
    }
  }
}
