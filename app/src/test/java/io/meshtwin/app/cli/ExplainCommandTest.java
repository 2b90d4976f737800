package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final String EDGE =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: GatewayClass
      metadata: {name: any}
      spec: {controllerName: example.com/any}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: cert, namespace: shop}
      type: kubernetes.io/tls
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: edge, namespace: shop}
      spec:
        gatewayClassName: any
        listeners:
          - {name: one, port: 443, protocol: HTTPS, hostname: one.example, tls: {certificateRefs: [{name: cert}]}}
          - {name: two, port: 443, protocol: HTTPS, hostname: two.example, tls: {certificateRefs: [{name: cert}]}}
          - {name: high, port: 8443, protocol: HTTPS, hostname: one.example, tls: {certificateRefs: [{name: cert}]}}
      """;

  @TempDir Path directory = Path.of("");

  private Ran explain(String... arguments) {
    var shop = new Shop(directory);
    var all = new ArrayList<String>(List.of("explain", "GET"));
    all.addAll(List.of(arguments));
    for (String mesh : List.of(shop.mesh(), shop.canary(), shop.write("edge.yaml", EDGE))) {
      all.addAll(List.of("--mesh", mesh));
    }
    return Ran.command(all.toArray(String[]::new));
  }

  @Test
  void theRuleThatWonIsNamedAndEveryRuleThatLostWithTheReason() {
    Ran ran = explain("http://cart/cart", "--from", "shop/cart-v1", "-H", "x-env: canary");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("won: longest path", "lost: takes the request too", "canary.yaml:");
  }

  @Test
  void theServerNameChoosesTheListenerWhateverTheHostIs() {
    Ran own = explain("https://one.example/", "--gateway", "shop/edge");
    assertThat(own.out()).contains("TLS for one.example");
    Ran other = explain("https://one.example/", "--gateway", "shop/edge", "--sni", "two.example");
    assertThat(other.out()).contains("TLS for two.example", "421");
  }

  @Test
  void aListenerSaysThePort() {
    Ran ran = explain("https://one.example/", "--gateway", "shop/edge", "--listener", "high");
    assertThat(ran.out()).contains("port 8443");
  }

  @Test
  void whereARequestComesFromIsSaidOnce() {
    assertThat(explain("http://cart/").err()).contains("--from NS/WORKLOAD or --gateway");
    Ran both = explain("http://cart/", "--from", "shop/cart-v1", "--gateway", "shop/edge");
    assertThat(both.code()).isEqualTo(2);
    Ran listener = explain("http://cart/", "--from", "shop/cart-v1", "--listener", "one");
    assertThat(listener.err()).contains("use it with --gateway");
  }
}
