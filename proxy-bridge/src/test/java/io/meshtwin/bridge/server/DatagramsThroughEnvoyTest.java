package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.cluster;
import static io.meshtwin.bridge.sample.Routing.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.sample.Eventually;
import io.meshtwin.bridge.sample.RunningEdge;
import io.meshtwin.bridge.sample.UdpEcho;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a real Envoy does with datagrams. */
@UsesEnvoy
class DatagramsThroughEnvoyTest {
  private final EnvoyBinary binary;

  DatagramsThroughEnvoyTest(EnvoyBinary binary) {
    this.binary = binary;
  }

  private static Listener listener(String name, WeightedDestination... destinations) {
    return new Listener(
        name, new Listener.Binding.ToGateway(53), new Handler.Udp(List.of(destinations)), ORIGIN);
  }

  @Test
  void datagramsAreAnsweredByTheirBackendByWeightAndOtherwiseDropped() {
    try (UdpEcho one = UdpEcho.named("one");
        UdpEcho two = UdpEcho.named("two");
        RunningEdge edge =
            RunningEdge.start(
                binary,
                true,
                SecretSource.NONE,
                List.of(
                    listener("one", to(1, "one")),
                    listener("both", to(3, "one"), to(1, "two")),
                    listener("none", to(1, "one"), to(1, "empty"))),
                cluster(Protocol.UDP, "one", one.port()),
                cluster(Protocol.UDP, "two", two.port()))) {
      int port = edge.port("one");
      Eventually.holds("one answers", () -> UdpEcho.ask(port).equals("one"), edge::log);
      Map<String, Integer> answers = new TreeMap<>();
      for (int client = 0; client < 200; client++) {
        answers.merge(UdpEcho.ask(edge.port("both")), 1, Integer::sum);
      }
      assertThat(answers).containsOnlyKeys("one", "two");
      assertThat(answers.get("two")).isBetween(20, 80);
      assertThat(UdpEcho.ask(edge.port("none"))).isEmpty();
    }
  }
}
