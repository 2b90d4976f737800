package io.meshtwin.fidelity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.fidelity.tls.Authority;
import io.meshtwin.fidelity.tls.ClientHello;
import io.meshtwin.fidelity.tls.ServerHello;
import io.meshtwin.fidelity.tls.Shown;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** HTTP/2 and TLS, client against server. */
class LinesTest {
  private static final Headers HOST = Headers.NONE.with("Host", "a.example");

  private final Authority authority = Authority.create("test");
  private final AtomicReference<Request> received = new AtomicReference<>();
  private final AtomicReference<@Nullable Shown> shown = new AtomicReference<>();

  @Test
  void aRequestOverHttp2ArrivesAsItIs() throws Exception {
    Headers headers = HOST.with("x-b", "2").with("x-a", "1").with("x-b", "3");
    try (Server server = start();
        Lines lines = new Lines(Duration.ofSeconds(5))) {
      var line = new Line(server.address(), Line.Speech.HTTP_2, null);
      Response response = lines.send(line, new Request("PUT", "/a//b/../c?x|y", headers, "body"));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("body");
      assertThat(lines.send(line, Request.get("b", "/")).status()).isEqualTo(200);
      assertThat(received.get().target()).isEqualTo("/");
    }
  }

  @Test
  void aGrpcAnswerHasItsStatusBehindTheMessage() throws Exception {
    Headers headers = HOST.with("content-type", "application/grpc");
    try (Server server = start();
        Lines lines = new Lines(Duration.ofSeconds(5))) {
      var line = new Line(server.address(), Line.Speech.HTTP_2, null);
      Response response = lines.send(line, new Request("POST", "/shop.Cart/Get", headers, ""));
      assertThat(response.headers().first("grpc-status")).contains("0");
      assertThat(received.get().headers().first("Host")).contains("a.example");
    }
  }

  @Test
  void aServerTellsTheNameThatWasAskedForAndWhetherACertificateWasShown() throws Exception {
    var identity = authority.issue(List.of("client.example"));
    try (Server server = start();
        Lines lines = new Lines(Duration.ofSeconds(5))) {
      var with = new ClientHello("a.example", identity);
      lines.send(
          new Line(server.address(), Line.Speech.HTTP_1, with), Request.get("a.example", "/"));
      assertThat(shown.get()).isEqualTo(new Shown("a.example", true));
      var without = new ClientHello(null, null);
      lines.send(
          new Line(server.address(), Line.Speech.HTTP_2, without), Request.get("a.example", "/"));
      assertThat(shown.get()).isEqualTo(new Shown(null, false));
    }
  }

  private Server start() {
    return Server.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        (request, _, tls) -> {
          received.set(request);
          shown.set(tls);
          return new Response(200, Headers.NONE, request.body());
        },
        new ServerHello(authority.issue(List.of("a.example"))));
  }
}
