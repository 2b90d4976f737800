package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rewrites Envoy's configuration makes unknown what it can touch, and nothing else. */
class RewritersTest {
  private static final String MESH =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: cart-0, namespace: shop, labels: {app: cart}}
      spec: {containers: []}
      ---
      """;

  private static final ClientScope WEB = ClientScope.of("web");

  private static Rewriters of(String object) {
    MeshImage image = Meshes.image(MESH + object);
    return new Rewriters(image, new Workloads(image), "istio-system");
  }

  private static String filter(String namespace, String selector, String patch) {
    return """
    apiVersion: networking.istio.io/v1alpha3
    kind: EnvoyFilter
    metadata: {name: f, namespace: NAMESPACE}
    spec: {SELECTOR configPatches: [PATCH]}
    """
        .replace("NAMESPACE", namespace)
        .replace("SELECTOR", selector)
        .replace("PATCH", patch);
  }

  private static Service cart(String object) {
    var key = new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "cart");
    return Objects.requireNonNull(Meshes.image(MESH + object).get(key, Service.class));
  }

  private static boolean touched(List<Caveat> caveats) {
    return !caveats.isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SIDECAR_OUTBOUND,true,false,false",
    "SIDECAR_INBOUND,false,true,false",
    "GATEWAY,false,false,true",
    "ANY,true,true,true",
  })
  void aContextIsOneSideOfProxies(String context, boolean out, boolean in, boolean edge) {
    String object =
        filter("istio-system", "", "{applyTo: HTTP_FILTER, match: {context: " + context + "}}");
    Rewriters rewriters = of(object);
    Service cart = cart(object);
    assertThat(touched(rewriters.outbound(WEB, cart))).isEqualTo(out);
    assertThat(touched(rewriters.arrival(cart))).isEqualTo(in);
    assertThat(touched(rewriters.gateway(ResourceKey.LOCAL, "edge", Map.of(), Set.of(80))))
        .isEqualTo(edge);
  }

  @Test
  void aNamespaceIsItsOwnWorkloadsOnly() {
    String object = filter("web", "", "{applyTo: LISTENER}");
    Rewriters rewriters = of(object);
    Service cart = cart(object);
    assertThat(touched(rewriters.outbound(WEB, cart))).isTrue();
    assertThat(touched(rewriters.outbound(ClientScope.of("other"), cart))).isFalse();
    assertThat(touched(rewriters.arrival(cart))).isFalse();
  }

  @Test
  void aSelectorIsThoseWithItsLabelsOnly() {
    String object =
        filter("shop", "workloadSelector: {labels: {app: other}},", "{applyTo: LISTENER}");
    Rewriters rewriters = of(object);
    Service cart = cart(object);
    assertThat(touched(rewriters.arrival(cart))).isFalse();
    ClientScope other = ClientScope.of("shop").with(Map.of("app", "other"));
    assertThat(touched(rewriters.outbound(other, cart))).isTrue();
    assertThat(rewriters.labels()).containsExactly("app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listener: {portNumber: 80} | true",
        "listener: {portNumber: 81} | false",
        "routeConfiguration: {vhost: {name: 'cart.shop.svc.cluster.local:80'}} | true",
        "routeConfiguration: {vhost: {name: 'other.shop.svc.cluster.local:80'}} | false",
      })
  void aPatchOfAPortOrAHostIsThatOnly(String match, boolean touched) {
    String object =
        filter("istio-system", "", "{applyTo: HTTP_ROUTE, match: {context: ANY, " + match + "}}");
    Rewriters rewriters = of(object);
    assertThat(touched(rewriters.outbound(WEB, cart(object)))).isEqualTo(touched);
  }

  @Test
  void aPatchOfAHostsClusterIsKnownWhereRequestsComeToIt() {
    String patch = "{applyTo: CLUSTER, match: {cluster: {service: cart.shop.svc.cluster.local}}}";
    String object = filter("istio-system", "", patch);
    Rewriters rewriters = of(object);
    assertThat(touched(rewriters.outbound(WEB, cart(object)))).isFalse();
    assertThat(touched(rewriters.arrival(cart(object)))).isTrue();
  }

  @Test
  void aPluginIsForTheModeAndPortsThatItNames() {
    String object =
        """
        apiVersion: extensions.istio.io/v1alpha1
        kind: WasmPlugin
        metadata: {name: w, namespace: shop}
        spec: {url: oci://x, selector: {matchLabels: {app: cart}}, match: [{mode: SERVER}]}
        """;
    Rewriters rewriters = of(object);
    Service cart = cart(object);
    assertThat(rewriters.arrival(cart))
        .extracting(Caveat::reason)
        .containsExactly("WasmPlugin shop/w is not modelled");
    ClientScope itself = ClientScope.of("shop").with(Map.of("app", "cart"));
    assertThat(touched(rewriters.outbound(itself, cart))).isFalse();
  }

  @Test
  void aTargetIsAGatewayOfTheGatewayApiOnly() {
    String object =
        filter("edge", "targetRefs: [{kind: Gateway, name: gw}],", "{applyTo: LISTENER}");
    Rewriters rewriters = of(object);
    Map<String, String> of = Map.of("gateway.networking.k8s.io/gateway-name", "gw");
    assertThat(touched(rewriters.gateway(ResourceKey.LOCAL, "edge", of, Set.of()))).isTrue();
    assertThat(touched(rewriters.gateway(ResourceKey.LOCAL, "edge", Map.of(), Set.of()))).isFalse();
  }
}
