package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.cluster;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.service;
import static io.meshtwin.bridge.sample.Routing.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.bridge.sample.Authorizer;
import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.RunningEdge;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import io.meshtwin.twin.routing.access.ExternalAuthorizer.OnError;
import io.meshtwin.twin.routing.access.StringMatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What CUSTOM policies take is put to a real authorizer by a real Envoy, and nothing else is. */
@UsesEnvoy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExternalAuthorizersThroughEnvoyTest {
  private static final String USER = "x-user: ann";
  private static final ExternalAuthorizer.Headers HEADERS =
      new ExternalAuthorizer.Headers(
          List.of(new StringMatch.Exact("X-User", true)),
          new TreeMap<>(Map.of("x-asked", "yes")),
          List.of(new StringMatch.Prefix("x-ok-", true)),
          List.of(new StringMatch.Exact("x-why", true)),
          List.of());

  private final Echo backend = Echo.named("one");
  private final Authorizer authorizer =
      new Authorizer(
          "ann"::equals,
          call -> call.getAttributes().getRequest().getHttp().getPath().startsWith("/call/good"));
  private final RunningEdge edge;

  ExternalAuthorizersThroughEnvoyTest(EnvoyBinary binary) {
    var http = new ExternalAuthorizer.Http("gate.shop.svc.cluster.local", "/check", HEADERS);
    var grpc = new ExternalAuthorizer.Grpc("calls.shop.svc.cluster.local");
    List<AccessFilter> filters =
        List.of(
            asking("gate", http, new OnError(false, OnError.FORBIDDEN), path("/asked")),
            asking("calls", grpc, new OnError(false, OnError.FORBIDDEN), path("/call")),
            asking("absent", http, new OnError(false, 503), path("/closed")),
            asking("gone", grpc, new OnError(true, OnError.FORBIDDEN), path("/open")));
    var everything = new RouteMatch(new PathMatch.SegmentPrefix("/"), null, List.of(), List.of());
    var routed = new Handler.Http(anyHost(rule(everything, forward(to(1, "one")))));
    edge =
        RunningEdge.start(
            binary,
            true,
            SecretSource.NONE,
            List.of(
                listener(8080, routed, filters),
                listener(9000, bytes(), List.of(always("calls", grpc, false))),
                listener(9001, bytes(), List.of(always("gone", grpc, true))),
                listener(9002, bytes(), List.of(always("gate", http, false)))),
            cluster("one", backend.port()),
            cluster("gate", authorizer.httpPort()),
            cluster(Cluster.Protocol.HTTP2, "calls", authorizer.grpcPort()));
  }

  @AfterAll
  void close() {
    edge.close();
    authorizer.close();
    backend.close();
  }

  private static Handler bytes() {
    return new Handler.Tcp(List.of(to(1, "one")));
  }

  private static Listener listener(int port, Handler handler, List<AccessFilter> filters) {
    var chain = new FilterChain("shop/edge:" + port, Transport.ANY, handler, ORIGIN);
    return new Listener(
        "shop/edge:" + port,
        new Listener.Binding.ToGateway(port),
        List.of(chain.behind(filters)),
        ORIGIN);
  }

  private static AccessFilter always(
      String provider, ExternalAuthorizer.Protocol protocol, boolean open) {
    return asking(provider, protocol, new OnError(open, 403), AccessCondition.ALWAYS);
  }

  private static AccessCondition path(String prefix) {
    return new AccessCondition.Path(new StringMatch.Prefix(prefix, false));
  }

  private static AccessFilter asking(
      String provider,
      ExternalAuthorizer.Protocol protocol,
      OnError onError,
      AccessCondition about) {
    var authorizer =
        new ExternalAuthorizer(
            provider, service(provider), Duration.ofSeconds(5), onError, null, protocol);
    var policy =
        new AccessPolicy("ns[shop]-policy[custom]-rule[0]", about, AccessCondition.ALWAYS, ORIGIN);
    return new AccessFilter.External(authorizer, List.of(policy));
  }

  private int port(int port) {
    return edge.open("shop/edge:" + port);
  }

  @Test
  void whatNoPolicyTakesIsNotAskedAbout() {
    assertThat(RawHttp.get(port(8080), "any.example", "/free").status()).isEqualTo(200);
    assertThat(authorizer.asked()).noneMatch(asked -> asked.contains("/free"));
  }

  @Test
  void byHttpAStatusDecidesAndHeadersAreCarriedOn() {
    RawHttp in = RawHttp.get(port(8080), "any.example", "/asked/a", USER);
    assertThat(in.status()).isEqualTo(200);
    assertThat(in.body()).contains("X-ok-user: ann").doesNotContain("X-why");
    RawHttp out = RawHttp.get(port(8080), "any.example", "/asked/b", "x-user: bob");
    assertThat(out.status()).isEqualTo(401);
    assertThat(out.header("x-why")).isEqualTo("unknown");
    assertThat(authorizer.asked()).contains("/check/asked/a yes", "/check/asked/b yes");
  }

  @Test
  void byGrpcTheStatusOfTheCallDecides() {
    assertThat(RawHttp.get(port(8080), "any.example", "/call/good").status()).isEqualTo(200);
    assertThat(RawHttp.get(port(8080), "any.example", "/call/bad").status()).isEqualTo(403);
    assertThat(authorizer.asked()).contains("call /call/good", "call /call/bad");
  }

  @Test
  void whereNobodyIsReachedTheSettingsSayWhatHolds() {
    assertThat(RawHttp.get(port(8080), "any.example", "/closed").status()).isEqualTo(503);
    assertThat(RawHttp.get(port(8080), "any.example", "/open").status()).isEqualTo(200);
  }

  @Test
  void connectionsAreAskedAboutByGrpcOnly() {
    assertThatThrownBy(() -> RawHttp.get(port(9000), "any.example", "/refused"));
    assertThat(RawHttp.get(port(9001), "any.example", "/nobody").status()).isEqualTo(200);
    assertThat(RawHttp.get(port(9002), "any.example", "/by-http").status()).isEqualTo(200);
    assertThat(backend.received()).noneMatch(one -> one.contains("/refused"));
    assertThat(authorizer.asked()).contains("call ").noneMatch(asked -> asked.contains("by-http"));
  }
}
