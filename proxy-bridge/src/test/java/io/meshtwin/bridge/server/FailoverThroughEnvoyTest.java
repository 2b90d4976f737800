package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.cluster;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.gateway;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.Eventually;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.RunningEdge;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamPolicy.Outliers;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real Envoy does with endpoints that stand by. */
@UsesEnvoy
class FailoverThroughEnvoyTest {
  private static final String HOST = "shop.example";

  private static WeightedDestination watched() {
    var outliers = new Outliers(1, null, null, false, null, null, 100, 0);
    UpstreamPolicy none = UpstreamPolicy.NONE;
    var policy = new UpstreamPolicy(none.balancing(), outliers, null, none.version());
    var to = new Destination.ToService(service("cart"), null, null, policy);
    return new WeightedDestination(1, to, Changes.NONE, ORIGIN);
  }

  @Test
  void thoseThatStandByAnswerOnceTheNearOnesFail(EnvoyBinary binary) {
    Echo near = Echo.named("near");
    try (Echo far = Echo.named("far");
        RunningEdge edge =
            RunningEdge.start(
                binary,
                true,
                SecretSource.NONE,
                List.of(gateway(8080, anyHost(rule(RouteMatch.ANY, forward(watched()))))),
                new Cluster(
                    service("cart"),
                    Cluster.Protocol.HTTP,
                    cluster("cart", near.port()).endpoints(),
                    List.of(cluster("cart", far.port()).endpoints()),
                    List.of()))) {
      int port = edge.open("shop/edge:8080");
      for (int request = 0; request < 20; request++) {
        assertThat(RawHttp.get(port, HOST, "/").body()).startsWith("near\n");
      }
      near.close();
      Eventually.holds(
          "the far one", () -> RawHttp.get(port, HOST, "/").body().startsWith("far\n"), edge::log);
    }
  }
}
