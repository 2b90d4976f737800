package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Filter chains of a Gateway: which connections, in which transport, come to which rules. */
class GatewayChainsTest {
  private static final String CERTIFICATE =
      """
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: cert, namespace: edge}
      type: kubernetes.io/tls
      """;

  private static final String TERMINATE = "tls: {certificateRefs: [{name: cert}]}";

  private static String gateway(String spec) {
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: gw, namespace: edge}
    spec: {gatewayClassName: c, SPEC}
    """
        .replace("SPEC", spec);
  }

  private static String route(String kind, String name, String spec) {
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: KIND
    metadata: {name: NAME, namespace: edge}
    spec: {SPEC}
    """
        .replace("KIND", kind)
        .replace("NAME", name)
        .replace("SPEC", spec);
  }

  private static String to(String parent, String service) {
    return "parentRefs: [{"
        + parent
        + "}], rules: [{backendRefs: [{name: "
        + service
        + ", port: 80}]}]";
  }

  private static List<Listener> listeners(String... manifests) {
    return ResolvedMesh.of(Meshes.image(String.join("", manifests)), Dialect.SPEC)
        .gateway(Meshes.key("Gateway", "edge", "gw"));
  }

  private static List<FilterChain> chains(String... manifests) {
    List<Listener> listeners = listeners(manifests);
    assertThat(listeners).hasSize(1);
    return listeners.getFirst().chains();
  }

  private static List<String> names(FilterChain chain) {
    return switch (chain.transport()) {
      case Transport.Any _, Transport.PlainHttp _ -> List.of();
      case Transport.Passthrough passthrough -> passthrough.serverNames();
      case Transport.Terminated terminated -> terminated.serverNames();
    };
  }

  private static List<VirtualHost> hosts(FilterChain chain) {
    return ((Handler.Http) chain.handler()).hosts();
  }

  @Test
  void anHttpsListenerHasAChainOfItsOwn() {
    String https = "{name: a, port: 443, protocol: HTTPS, hostname: a.example, " + TERMINATE + "}";
    String wide = "{name: all, port: 443, protocol: HTTPS, " + TERMINATE + "}";
    List<FilterChain> chains =
        chains(gateway("listeners: [" + https + ", " + wide + "]"), CERTIFICATE);
    assertThat(chains).extracting(FilterChain::name).containsExactly("a", "all");
    assertThat(chains)
        .extracting(GatewayChainsTest::names)
        .containsExactly(List.of("a.example"), List.of("*"));
  }

  @Test
  void aHostOfAnotherHttpsListenerIsMisdirected() {
    String https = "{name: a, port: 443, protocol: HTTPS, hostname: a.example, " + TERMINATE + "}";
    String other = "{name: b, port: 443, protocol: HTTPS, hostname: b.example, " + TERMINATE + "}";
    FilterChain chain =
        chains(gateway("listeners: [" + https + ", " + other + "]"), CERTIFICATE).getFirst();
    assertThat(hosts(chain))
        .filteredOn(host -> host.domains().contains("b.example"))
        .flatExtracting(VirtualHost::rules)
        .extracting(RouteRule::action)
        .singleElement()
        .isInstanceOfSatisfying(
            RouteAction.Respond.class, respond -> assertThat(respond.status()).isEqualTo(421));
  }

  @Test
  void aListenerWithoutItsCertificateTakesNoConnections() {
    String https = "listeners: [{name: a, port: 443, protocol: HTTPS, " + TERMINATE + "}]";
    assertThat(listeners(gateway(https))).isEmpty();
    assertThat(listeners(gateway(https), CERTIFICATE)).hasSize(1);
  }

  @Test
  void aCertificateThatAReaderOfTheClusterMayNotListIsNotCalledMissing() {
    String https = "listeners: [{name: a, port: 443, protocol: HTTPS, " + TERMINATE + "}]";
    List<Listener> listeners =
        ResolvedMesh.of(Meshes.live(gateway(https)), Dialect.SPEC)
            .gateway(Meshes.key("Gateway", "edge", "gw"));
    assertThat(listeners.getFirst().chains().getFirst().handler())
        .isInstanceOfSatisfying(
            Handler.Unmodelled.class,
            unmodelled ->
                assertThat(unmodelled.caveats().getFirst().reason())
                    .isEqualTo("Secret edge/cert was not read: no object of its kind was"));
  }

  @Test
  void aCertificateOfAnotherNamespaceNeedsAGrantForTheGateway() {
    String https =
        "listeners: [{name: a, port: 443, protocol: HTTPS,"
            + " tls: {certificateRefs: [{name: cert, namespace: vault}]}}]";
    String secret = CERTIFICATE.replace("namespace: edge", "namespace: vault");
    String grant =
        """
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: ReferenceGrant
        metadata: {name: g, namespace: vault}
        spec:
          from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: edge}]
          to: [{group: "", kind: Secret}]
        """;
    assertThat(listeners(gateway(https), secret)).isEmpty();
    assertThat(listeners(gateway(https), secret, grant)).hasSize(1);
  }

  @Test
  void passedOnTlsIsToldApartByTheNamesOfItsRoutes() {
    String tls =
        "listeners: [{name: t, port: 443, protocol: TLS, hostname: '*.example',"
            + " tls: {mode: Passthrough}}]";
    String route =
        route("TLSRoute", "r", "hostnames: [a.example, b.other], " + to("name: gw", "s"));
    FilterChain chain = chains(gateway(tls), route, Meshes.service("edge", "s")).getFirst();
    assertThat(chain.transport()).isEqualTo(new Transport.Passthrough(List.of("a.example")));
    assertThat(chain.handler()).isInstanceOf(Handler.Tcp.class);
  }

  @Test
  void aNameOfATlsListenerThatNoRouteHasIsNotLeftToAWiderListener() {
    String tls =
        "{name: t, port: 443, protocol: TLS, hostname: t.example, tls: {mode: Passthrough}}";
    String https = "{name: h, port: 443, protocol: HTTPS, " + TERMINATE + "}";
    List<FilterChain> chains =
        chains(gateway("listeners: [" + tls + ", " + https + "]"), CERTIFICATE);
    assertThat(chains.getFirst().handler()).isEqualTo(new Handler.Tcp(List.of()));
    assertThat(names(chains.getFirst())).containsExactly("t.example");
  }

  @Test
  void ofTwoTcpRoutesTheOlderAloneServes() {
    String tcp = "listeners: [{name: t, port: 90, protocol: TCP}]";
    String younger =
        route("TCPRoute", "a", to("name: gw", "young"))
            .replace("name: a,", "name: a, creationTimestamp: '2026-02-02T00:00:00Z',");
    String older =
        route("TCPRoute", "z", to("name: gw", "old"))
            .replace("name: z,", "name: z, creationTimestamp: '2026-01-01T00:00:00Z',");
    String services = Meshes.service("edge", "young") + Meshes.service("edge", "old");
    var handler = (Handler.Tcp) chains(gateway(tcp), younger, older, services).getFirst().handler();
    assertThat(handler.destinations())
        .singleElement()
        .satisfies(share ->
            assertThat(((Destination.ToService) share.destination()).service().toString())
                .isEqualTo("edge/old:80"));
  }

  @Test
  void connectionsAndDatagramsShareAPortNumber() {
    String both =
        "listeners: [{name: t, port: 53, protocol: TCP}, {name: u, port: 53, protocol: UDP}]";
    assertThat(listeners(gateway(both)))
        .extracting(Listener::datagrams)
        .containsExactly(false, true);
  }

  @Test
  void listenersOfDifferentProtocolsOnAPortAreBothLost() {
    String both =
        "listeners: [{name: t, port: 80, protocol: TCP}, {name: h, port: 80, protocol: HTTP}]";
    assertThat(listeners(gateway(both))).isEmpty();
  }

  @Test
  void aListenerSetAddsListenersWhereTheGatewayAllowsIt() {
    String own = "listeners: [{name: h, port: 80, protocol: HTTP}]";
    String set =
        route(
            "ListenerSet",
            "extra",
            "parentRef: {name: gw}, listeners: [{name: h, port: 81, protocol: HTTP}]");
    assertThat(listeners(gateway(own), set)).hasSize(1);
    String allowing = own + ", allowedListeners: {namespaces: {from: Same}}";
    assertThat(listeners(gateway(allowing), set))
        .extracting(listener -> listener.binding().port())
        .containsExactly(80, 81);
  }

  @Test
  void ofAnHttpRouteAndAGrpcRouteWithOneHostnameTheOlderActs() {
    String http = "listeners: [{name: h, port: 80, protocol: HTTP}]";
    String older =
        route("GRPCRoute", "g", to("name: gw", "s"))
            .replace("name: g,", "name: g, creationTimestamp: '2026-01-01T00:00:00Z',");
    String younger =
        route("HTTPRoute", "h", to("name: gw", "s"))
            .replace("name: h,", "name: h, creationTimestamp: '2026-02-02T00:00:00Z',");
    FilterChain chain =
        chains(gateway(http), younger, older, Meshes.service("edge", "s")).getFirst();
    assertThat(hosts(chain))
        .flatExtracting(VirtualHost::rules)
        .extracting(rule -> rule.origin().resource().kind())
        .containsExactly("GRPCRoute");
  }
}
