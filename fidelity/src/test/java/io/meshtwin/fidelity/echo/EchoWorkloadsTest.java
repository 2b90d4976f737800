package io.meshtwin.fidelity.echo;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.fidelity.wire.Connection;
import io.meshtwin.fidelity.wire.Headers;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.fidelity.wire.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EchoWorkloadsTest {
  @Test
  void aWorkloadTellsWhoItIsAndWhatItReceived() throws Exception {
    try (var workloads = new EchoWorkloads(new TreeMap<>(Map.of("x-from", "backend")))) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
      workloads.start("shop/cart-0", 8080, address);
      try (Connection connection = Connection.open(address, Duration.ofSeconds(5))) {
        Headers headers = Headers.NONE.with("Host", "cart:8080").with("X-A", "1").with("x-a", "2");
        Response response = connection.exchange(new Request("PUT", "/x?y", headers, ""));
        assertThat(response.headers().first("x-from")).contains("backend");
        assertThat(Echo.parse(response.body()))
            .contains(
                new Echo(
                    "shop/cart-0",
                    8080,
                    "PUT",
                    "cart:8080",
                    "/x?y",
                    new TreeMap<>(Map.of("x-a", List.of("1", "2"))),
                    false,
                    null));
        assertThat(workloads.received()).isEqualTo(1);
      }
    }
  }

  @Test
  void whatIsNoEchoIsNotReadAsOne() {
    assertThat(Echo.parse("no healthy upstream")).isEmpty();
    assertThat(Echo.parse("{\"a\":1}")).isEmpty();
    assertThat(Echo.parse("")).isEmpty();
  }

  private static int freePort() throws Exception {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
