package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resource.Service;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What resolving routes of every kind finds. */
class MeshFindingsTest {
  private static final String CART = Meshes.service("shop", "cart");
  private static final String GATEWAY =
      """
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: gw, namespace: edge}
      spec:
        gatewayClassName: c
        listeners:
          - {name: http, port: 80, protocol: HTTP}
          - {name: tcp, port: 81, protocol: TCP}
      """;

  private static String route(String kind, String name, String spec) {
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: KIND
    metadata: {name: NAME, namespace: SPACE}
    spec: {SPEC}
    """
        .replace("KIND", kind)
        .replace("NAME", name.substring(name.indexOf('/') + 1))
        .replace("SPACE", name.substring(0, name.indexOf('/')))
        .replace("SPEC", spec);
  }

  private static String atCart(String kind, String name, String rules) {
    String parent = "parentRefs: [{group: '', kind: Service, name: cart, namespace: shop}]";
    return route(kind, name, parent + ", rules: " + rules);
  }

  private static String atGateway(String kind, String name, String rest) {
    return route(kind, name, "parentRefs: [{name: gw, namespace: edge}], " + rest);
  }

  private static final String RULES = "[{backendRefs: [{name: cart, namespace: shop, port: 80}]}]";
  private static final String TO_CART = "rules: " + RULES;

  /** {@code resource field: message} of the findings with a code. */
  private static List<String> found(FindingCode code, String... manifests) {
    return found(Dialect.SPEC, code, manifests);
  }

  private static List<String> found(Dialect dialect, FindingCode code, String... manifests) {
    return ResolvedMesh.of(Meshes.image(String.join("", manifests)), dialect).findings().stream()
        .filter(finding -> finding.code() == code)
        .map(f -> f.resource() + " " + f.field() + ": " + f.message())
        .toList();
  }

  @Test
  void aParentThatDoesNotExistIsFoundWhateverTheKindOfRoute() {
    for (String kind : List.of("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")) {
      assertThat(found(FindingCode.PARENT_NOT_FOUND, atGateway(kind, "edge/r", TO_CART)))
          .singleElement()
          .asString()
          .startsWith(kind + " edge/r spec.parentRefs[0]: Gateway edge/gw does not exist");
    }
  }

  @Test
  void aUdpRouteFindsNoListenerAndNoPortOfItsOwn() {
    assertThat(found(FindingCode.NO_LISTENER_ACCEPTS, GATEWAY, atGateway("UDPRoute", "edge/u", "")))
        .hasSize(1);
    String mesh = CART + atCart("UDPRoute", "shop/u", RULES);
    assertThat(found(FindingCode.NO_LISTENER_ACCEPTS, mesh))
        .singleElement()
        .asString()
        .contains("no port of Service shop/cart takes the route");
  }

  @Test
  void aTcpRouteNeedsAGrantForABackendElsewhere() {
    assertThat(
            found(
                FindingCode.REFERENCE_NOT_PERMITTED,
                GATEWAY,
                CART,
                atGateway("TCPRoute", "edge/t", TO_CART)))
        .singleElement()
        .asString()
        .contains("its share of the connections is closed");
  }

  @Test
  void aGrpcRoutesMissingBackendIsUnavailable() {
    String rules = "[{backendRefs: [{name: gone, port: 80}]}]";
    assertThat(found(FindingCode.BACKEND_NOT_FOUND, CART, atCart("GRPCRoute", "shop/g", rules)))
        .singleElement()
        .asString()
        .contains("Service shop/gone does not exist; its share is answered with 503");
  }

  @Test
  void aMirrorToAMissingBackendIsFoundAtTheMirror() {
    String rules =
        "[{backendRefs: [{name: cart, port: 80}], filters: [{type: RequestMirror,"
            + " requestMirror: {backendRef: {name: gone, port: 80}}}]}]";
    assertThat(found(FindingCode.BACKEND_NOT_FOUND, CART, atCart("HTTPRoute", "shop/h", rules)))
        .singleElement()
        .asString()
        .contains("requestMirror", "no copies are sent there");
  }

  @Test
  void aStreamsBackendWithoutEndpointsIsFound() {
    String empty = CART.substring(0, CART.indexOf("---", 4));
    String rules = "[{backendRefs: [{name: cart, port: 80}]}]";
    assertThat(
            found(
                FindingCode.BACKEND_WITHOUT_ENDPOINTS, empty, atCart("TCPRoute", "shop/t", rules)))
        .hasSize(1);
  }

  @Test
  void anExpressionOfAGrpcMatchThatRe2RefusesIsFound() {
    String rules = "[{matches: [{method: {type: RegularExpression, service: 'a(?=b)'}}]}]";
    assertThat(found(FindingCode.EXPRESSION_REFUSED, CART, atCart("GRPCRoute", "shop/g", rules)))
        .hasSize(1);
  }

  @Test
  void aRouteThatAMoreSpecificKindKeepsFromAServicePortIsAKindConflict() {
    String mesh = CART + atCart("HTTPRoute", "shop/h", "[{name: h}]");
    String grpc = atCart("GRPCRoute", "shop/g", "[{name: g}]");
    assertThat(found(FindingCode.KIND_CONFLICT, mesh)).isEmpty();
    assertThat(found(FindingCode.KIND_CONFLICT, mesh, grpc))
        .singleElement()
        .asString()
        .contains("HTTPRoute shop/h", "GRPCRoute shop/g acts in its stead at port 80");
    assertThat(found(Dialect.ISTIO, FindingCode.KIND_CONFLICT, mesh, grpc)).isEmpty();
  }

  @Test
  void aConsumersGrpcRouteIsNoKindConflictForTheProducersHttpRoute() {
    String mesh = CART + atCart("HTTPRoute", "shop/h", "[{name: h}]");
    String grpc = atCart("GRPCRoute", "web/g", "[{name: g}]");
    assertThat(found(FindingCode.KIND_CONFLICT, mesh, grpc)).isEmpty();
    assertThat(found(FindingCode.PRODUCER_OVERRIDDEN, mesh, grpc)).hasSize(1);
  }

  @Test
  void aGrpcRouteWithTheHostnameOfAnOlderHttpRouteIsAKindConflictAtTheListener() {
    String http = atGateway("HTTPRoute", "edge/a", "hostnames: [a.example]");
    String grpc = atGateway("GRPCRoute", "edge/b", "hostnames: [a.example], rules: [{name: g}]");
    assertThat(found(FindingCode.KIND_CONFLICT, GATEWAY, http, grpc))
        .singleElement()
        .asString()
        .contains("GRPCRoute edge/b", "an older route of another kind", "http");
    assertThat(found(FindingCode.NO_LISTENER_ACCEPTS, GATEWAY, http, grpc)).isEmpty();
  }

  private static final String HEADERS =
      "[{matches: [{path: {value: /x}, headers: [{name: a, value: '1'}, {name: b, value: '2'}]}]}]";

  @Test
  void twoRoutesOfAServiceWithOneMatchAreATieWhateverTheOrderOfItsParts() {
    String other = "[{name: b, value: '2'}, {name: A, value: '1'}]";
    String second = HEADERS.replace("[{name: a, value: '1'}, {name: b, value: '2'}]", other);
    assertThat(
            found(
                FindingCode.TIE_BROKEN_BY_NAME,
                CART,
                atCart("HTTPRoute", "shop/one", HEADERS),
                atCart("HTTPRoute", "shop/two", second)))
        .singleElement()
        .asString()
        .contains("HTTPRoute shop/two spec.rules[0].matches[0]", "goes first by route's name");
  }

  @Test
  void rulesThatDifferInPrecedenceScopeOrRouteAreNoTie() {
    String longer = HEADERS.replace("/x", "/xy");
    assertThat(
            found(
                FindingCode.TIE_BROKEN_BY_NAME,
                CART,
                atCart("HTTPRoute", "shop/one", HEADERS),
                atCart("HTTPRoute", "shop/two", longer),
                atCart("HTTPRoute", "web/three", HEADERS.replace("}]}]", "}]}, {name: again}]"))))
        .isEmpty();
  }

  @Test
  void twoRoutesOfAGatewayTieAtACommonHostnameOnly() {
    String a = atGateway("HTTPRoute", "edge/a", "hostnames: [a.example], rules: " + HEADERS);
    String b = a.replace("{name: a, namespace", "{name: b, namespace");
    String wide = atGateway("HTTPRoute", "edge/c", "hostnames: ['*.example'], rules: " + HEADERS);
    assertThat(found(FindingCode.TIE_BROKEN_BY_NAME, GATEWAY, a, b, wide))
        .singleElement()
        .asString()
        .startsWith("HTTPRoute edge/b");
  }

  @Test
  void ofSeveralTcpRoutesTheOthersAreToldWhichOneServes() {
    String a = atGateway("TCPRoute", "edge/a", TO_CART);
    String b = atGateway("TCPRoute", "edge/b", TO_CART);
    assertThat(found(FindingCode.TIE_BROKEN_BY_NAME, GATEWAY, a, b))
        .singleElement()
        .asString()
        .startsWith("TCPRoute edge/b spec.parentRefs: TCPRoute edge/a alone serves listener ")
        .endsWith("its name goes first");
    String service =
        CART + atCart("TCPRoute", "shop/a", RULES) + atCart("TCPRoute", "shop/b", RULES);
    assertThat(found(FindingCode.TIE_BROKEN_BY_NAME, service, atCart("TCPRoute", "web/c", RULES)))
        .singleElement()
        .asString()
        .startsWith("TCPRoute shop/b");
  }

  @Test
  void aThousandRoutesOfOnePortAreComparedOnce() {
    String routes =
        IntStream.range(0, 1000)
            .mapToObj(i -> atCart("HTTPRoute", "shop/r" + i, HEADERS.replace("/x", "/x" + i)))
            .collect(Collectors.joining());
    var mesh = ResolvedMesh.of(Meshes.image(CART + routes), Dialect.SPEC);
    Service cart =
        Objects.requireNonNull(
            mesh.image().get(Meshes.key("Service", "shop", "cart"), Service.class));
    PortRoutes there = mesh.written().serviceRoutes().at(cart, cart.ports().getFirst());
    assertThat(there.attached()).hasSize(1000);
    assertThat(mesh.findings())
        .noneMatch(finding -> finding.code() == FindingCode.TIE_BROKEN_BY_NAME);
    assertThat(mesh.written().serviceRoutes().at(cart, cart.ports().getFirst())).isSameAs(there);
  }

  @Test
  void aRuleWhoseBackendsHaveNoWeightSendsItsRequestsNowhere() {
    String none = "[{backendRefs: [{name: cart, port: 80, weight: 0}]}]";
    assertThat(found(FindingCode.NO_WEIGHT, CART, atCart("HTTPRoute", "shop/h", none)))
        .containsExactly(
            "HTTPRoute shop/h spec.rules[0]: no backend has a weight above 0; its requests are"
                + " answered with 500");
    assertThat(found(FindingCode.NO_WEIGHT, CART, atCart("TCPRoute", "shop/t", none)))
        .singleElement()
        .asString()
        .endsWith("what it carries is lost");
  }

  @Test
  void aRuleWithABackendOrARedirectSendsItsRequestsSomewhere() {
    String redirect =
        "[{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]},"
            + " {backendRefs: [{name: cart, port: 80}, {name: cart, port: 80, weight: 0}]}]";
    assertThat(found(FindingCode.NO_WEIGHT, CART, atCart("HTTPRoute", "shop/h", redirect)))
        .isEmpty();
  }

  @Test
  void aHostnameThatNoListenerHasIsFoundBesideOneThatIsReached() {
    String gateway = GATEWAY.replace("protocol: HTTP}", "protocol: HTTP, hostname: '*.example'}");
    String route =
        atGateway("HTTPRoute", "edge/h", "hostnames: [a.example, b.test, '*'], " + TO_CART);
    assertThat(found(FindingCode.HOSTNAME_UNREACHED, gateway, route.replace(", '*'", "")))
        .containsExactly(
            "HTTPRoute edge/h spec.hostnames[1]: no listener of Gateway edge/gw that takes the"
                + " route has b.test");
    assertThat(found(FindingCode.HOSTNAME_UNREACHED, GATEWAY, route.replace(", '*'", "")))
        .isEmpty();
  }

  private static final String DENY =
      """
      ---
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: closed, namespace: shop}
      spec: {selector: {matchLabels: {app: cart}}}
      """;

  @Test
  void aPolicyForAWorkloadWithoutAProxyIsBypassed() {
    String injected =
        """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        """;
    String bare = injected.replace("enabled", "disabled");
    assertThat(found(Dialect.ISTIO, FindingCode.POLICY_BYPASSED, bare, CART, DENY))
        .singleElement()
        .asString()
        .startsWith("AuthorizationPolicy shop/closed spec: shop/cart-v1 has no proxy");
    assertThat(found(Dialect.ISTIO, FindingCode.POLICY_BYPASSED, injected, CART, DENY)).isEmpty();
  }
}
