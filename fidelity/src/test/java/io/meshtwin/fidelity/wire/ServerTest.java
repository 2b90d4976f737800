package io.meshtwin.fidelity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicReference<Request> received = new AtomicReference<>();

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a/../b", "//a//b/", "/a|b^c", "/%2F%zz?x=1&x=2&=", "/a?b?c"})
  void aTargetArrivesAsItIs(String target) throws Exception {
    try (Server server = start();
        Connection connection = Connection.open(server.address(), PATIENCE)) {
      connection.exchange(Request.get("h", target));
    }
    assertThat(received.get().target()).isEqualTo(target);
  }

  @Test
  void repeatedHeadersArriveInOrder() throws Exception {
    Headers headers =
        Headers.NONE.with("Host", "h").with("X-A", "2").with("X-B", "").with("X-A", "1");
    try (Server server = start();
        Connection connection = Connection.open(server.address(), PATIENCE)) {
      connection.exchange(new Request("GET", "/", headers, ""));
    }
    assertThat(received.get().headers()).isEqualTo(headers);
  }

  @Test
  void requestsFollowOneAnotherOnAConnection() throws Exception {
    try (Server server = start();
        Connection connection = Connection.open(server.address(), PATIENCE)) {
      Response first =
          connection.exchange(new Request("POST", "/1", Headers.NONE.with("Host", "h"), "grüße"));
      Response head = connection.exchange(new Request("HEAD", "/2", Headers.NONE, ""));
      Response last = connection.exchange(Request.get("h", "/3"));
      assertThat(first.body()).isEqualTo("grüße");
      assertThat(head.body()).isEmpty();
      assertThat(last.status()).isEqualTo(200);
      assertThat(connection.reusable()).isTrue();
    }
  }

  private Server start() {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return Server.start(
        anyPort,
        request -> {
          received.set(request);
          return new Response(200, Headers.NONE, request.body());
        });
  }
}
