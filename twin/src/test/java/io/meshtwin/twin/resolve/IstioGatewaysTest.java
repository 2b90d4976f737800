package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the proxies of Istio's Gateways listen for. */
class IstioGatewaysTest {
  private static final String PROXY =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: gw-0, namespace: istio-system, labels: {istio: ingressgateway}}
      spec: {containers: []}
      status: {podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: gw, namespace: istio-system}
      spec:
        selector: {istio: ingressgateway}
        ports: [{name: http, port: 80, targetPort: 8080}]
      ---
      """;

  private static String gateway(String name, String... servers) {
    return """
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: NAME, namespace: shop}
    spec: {selector: {istio: ingressgateway}, servers: [SERVERS]}
    ---
    """
        .replace("NAME", name)
        .replace("SERVERS", String.join(", ", servers));
  }

  private static String server(int port, String protocol, String host, String more) {
    return "{port: {number: %d, name: %s-%d, protocol: %s}, hosts: ['%s']%s}"
        .formatted(port, protocol.toLowerCase(java.util.Locale.ROOT), port, protocol, host, more);
  }

  private static List<Listener> listeners(String mesh, String gateway) {
    var key = new ResourceKey(ResourceKey.LOCAL, IstioGateway.GROUP, "Gateway", "shop", gateway);
    return ResolvedMesh.of(Meshes.image(mesh), Dialect.ISTIO).gateway(key);
  }

  private static List<Handler> handlers(String settings, String annotation) {
    String map =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "{defaultConfig: SETTINGS}"}
        ---
        """
            .replace("SETTINGS", settings);
    String own = "annotations: {proxy.istio.io/config: '" + annotation + "'}, labels: {istio: i";
    String mesh =
        PROXY.replace("labels: {istio: i", own) + map + gateway("a", server(80, "HTTP", "*", ""));
    return listeners(mesh, "a").stream()
        .flatMap(listener -> listener.chains().stream())
        .map(FilterChain::handler)
        .toList();
  }

  private static int trusted(String settings, String annotation) {
    return ((Handler.Http) handlers(settings, annotation).getFirst()).reading().trustedHops();
  }

  @Test
  void aPodsOwnAnnotationSaysHowManyProxiesBeforeItAreTrusted() {
    String two = "{gatewayTopology: {numTrustedProxies: 2}}";
    assertThat(trusted("{}", "")).isZero();
    assertThat(trusted(two, "")).isEqualTo(2);
    assertThat(trusted(two, "{concurrency: 3}")).isEqualTo(2);
    assertThat(trusted(two, "{gatewayTopology: {numTrustedProxies: 1}}")).isEqualTo(1);
    assertThat(trusted("{}", two)).isEqualTo(2);
    assertThat(handlers("{}", "{gatewayTopology: {proxyProtocol: {}}}").getFirst())
        .isInstanceOfSatisfying(
            Handler.Unmodelled.class,
            unknown ->
                assertThat(unknown.caveats().getFirst().reason())
                    .contains("gatewayTopology.proxyProtocol"));
  }

  private static List<String> passed(String host, String more) {
    String mesh =
        PROXY + gateway("a", server(80, "TLS", host, ", tls: {mode: AUTO_PASSTHROUGH}")) + more;
    return listeners(mesh, "a").stream()
        .flatMap(listener -> listener.chains().stream())
        .map(chain -> (Transport.Passthrough) chain.transport())
        .flatMap(transport -> transport.serverNames().stream())
        .toList();
  }

  @Test
  void automaticPassthroughKnowsThePortsAndSubsetsOfTheHostsThatTheProxySees() {
    String services =
        Meshes.service("shop", "cart")
            + Meshes.service("shop", "dns").replace("port: 80", "port: 53, protocol: UDP")
            + Meshes.service("shop", "own")
                .replace("name: own,", "name: own, annotations: {networking.istio.io/exportTo: .},")
            + """
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: cart, namespace: shop}
            spec: {host: cart, subsets: [{name: v1, labels: {version: v1}}]}
            """;
    String cart = "cart.shop.svc.cluster.local";
    assertThat(passed("*.shop.svc.cluster.local", services))
        .containsExactly("outbound_.80_._." + cart, "outbound_.80_.v1_." + cart);
    assertThat(passed("dns.shop.svc.cluster.local", services)).isEmpty();
    assertThat(passed("*.example", services)).isEmpty();
  }

  private static List<Integer> ports(List<Listener> listeners) {
    return listeners.stream().map(listener -> listener.binding().port()).toList();
  }

  private static List<VirtualHost> hosts(Listener listener) {
    return listener.chains().stream()
        .map(FilterChain::handler)
        .filter(Handler.Http.class::isInstance)
        .flatMap(handler -> ((Handler.Http) handler).hosts().stream())
        .toList();
  }

  @Test
  void aPortOfTheProxiesServiceIsItsTargetPort() {
    List<Listener> listeners = listeners(PROXY + gateway("a", server(80, "HTTP", "*", "")), "a");
    assertThat(ports(listeners)).containsExactly(8080);
    assertThat(((Listener.Binding.ToGateway) listeners.getFirst().binding()).dialed())
        .containsExactly(80);
  }

  @Test
  void proxiesServeEveryGatewayWhoseSelectorTheyMeet() {
    String mesh =
        PROXY
            + gateway("a", server(80, "HTTP", "a.example", ""))
            + gateway("b", server(90, "HTTP", "b.example", ""));
    assertThat(ports(listeners(mesh, "a"))).containsExactly(90, 8080);
    assertThat(listeners(mesh, "a")).isEqualTo(listeners(mesh, "b"));
  }

  @Test
  void manifestsWithoutProxiesAreAnsweredAsIfThereWasOne() {
    assertThat(ports(listeners(gateway("a", server(80, "HTTP", "*", "")), "a")))
        .containsExactly(80);
  }

  @Test
  void hostsOfAnHttpsRedirectAreRedirectedWhetherAnythingIsBoundOrNot() {
    String redirect = server(80, "HTTP", "*.example", ", tls: {httpsRedirect: true}");
    VirtualHost host = hosts(listeners(PROXY + gateway("a", redirect), "a").getFirst()).getFirst();
    assertThat(host.domains()).containsExactly("*.example");
    assertThat(host.rules().getFirst().action())
        .isInstanceOfSatisfying(
            RouteAction.Redirect.class, to -> assertThat(to.status()).isEqualTo(301));
  }

  @Test
  void aHostOfOneNamespaceIsNotRedirectedOnItsOwn() {
    String redirect = server(80, "HTTP", "shop/a.example", ", tls: {httpsRedirect: true}");
    assertThat(hosts(listeners(PROXY + gateway("a", redirect), "a").getFirst())).isEmpty();
  }

  @Test
  void anotherProtocolOnThePortOfAnOlderGatewayIsLeftOut() {
    String mesh =
        PROXY
            + gateway("a", server(80, "HTTP", "*", ""))
            + gateway("b", server(80, "TCP", "*", ""));
    Listener only = listeners(mesh, "b").getFirst();
    assertThat(only.chains()).extracting(FilterChain::name).containsExactly("shop/a/http-80");
  }

  @Test
  void aServerBoundToLoopbackIsNotReachedFromOutside() {
    String local = server(80, "HTTP", "*", ", bind: 127.0.0.1");
    assertThat(listeners(PROXY + gateway("a", local), "a")).isEmpty();
  }

  @Test
  void aServerBoundToThePodsAddressGoesBeforeOneForAllAddresses() {
    String mesh =
        PROXY
            + gateway("a", server(80, "HTTP", "a.example", ""))
            + gateway("b", server(80, "HTTP", "b.example", ", bind: 10.0.0.1"));
    assertThat(listeners(mesh, "a").getFirst().chains())
        .extracting(FilterChain::name)
        .containsExactly("shop/b/http-80");
  }

  @Test
  void chainsThatEnvoyCannotTellApartMakeThePortUnknown() {
    String tls = ", tls: {mode: SIMPLE, credentialName: c}";
    String mesh =
        PROXY
            + gateway("a", server(443, "HTTPS", "one/a.example", tls))
            + gateway("b", server(443, "HTTPS", "two/a.example", tls));
    assertThat(listeners(mesh, "a").getFirst().chains().getFirst().handler())
        .isInstanceOf(Handler.Unmodelled.class);
  }

  @Test
  void serversOfOnePortAreToldApartByServerName() {
    String tls = ", tls: {mode: SIMPLE, credentialName: c}";
    String mesh =
        PROXY
            + gateway("a", server(443, "HTTPS", "a.example", tls))
            + gateway("b", server(443, "HTTPS", "*", tls));
    assertThat(listeners(mesh, "a").getFirst().chains())
        .extracting(chain -> ((Transport.Terminated) chain.transport()).serverNames())
        .containsExactly(List.of("a.example"), List.of("*"));
  }

  @Test
  void anotherDialectHasNoGatewaysOfIstio() {
    var key = new ResourceKey(ResourceKey.LOCAL, IstioGateway.GROUP, "Gateway", "shop", "a");
    var mesh =
        ResolvedMesh.of(
            Meshes.image(PROXY + gateway("a", server(80, "HTTP", "*", ""))), Dialect.SPEC);
    assertThat(mesh.gateway(key)).isEmpty();
    assertThat(mesh.gateways()).isEmpty();
  }
}
