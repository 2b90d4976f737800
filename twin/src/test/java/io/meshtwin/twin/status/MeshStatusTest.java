package io.meshtwin.twin.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a conformant controller would write, in the words of the Gateway API. */
class MeshStatusTest {
  private static String object(String kind, String name, String spec) {
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

  private static String gateway(String spec) {
    return object("Gateway", "edge/gw", "gatewayClassName: c, " + spec);
  }

  private static final String HTTP = "listeners: [{name: http, port: 80, protocol: HTTP}]";

  private static String route(String name, String parent) {
    return object("HTTPRoute", name, "parentRefs: [{name: gw, namespace: edge" + parent + "}]");
  }

  private static List<ObjectStatus> statuses(String... manifests) {
    return MeshStatus.of(ResolvedMesh.of(Meshes.image(String.join("", manifests)), Dialect.SPEC));
  }

  /** {@code Type=reason} of every condition of an object, or of one of its listeners. */
  private static List<String> conditions(String resource, List<ObjectStatus> statuses) {
    return statuses.stream()
        .filter(status -> (status.resource() + at(status.place())).equals(resource))
        .flatMap(status -> status.conditions().stream())
        .map(condition -> condition.type() + "=" + condition.reason())
        .toList();
  }

  private static String at(Place place) {
    return place instanceof Place.Listener listener ? " " + listener.name() : "";
  }

  private static int attached(List<ObjectStatus> statuses, String listener) {
    return statuses.stream()
        .filter(status -> status.place().equals(new Place.Listener(listener)))
        .mapToInt(status -> Objects.requireNonNull(status.counts().attachedRoutes()))
        .sum();
  }

  @Test
  void aRouteOfAnotherNamespaceIsNotAllowedByListeners() {
    assertThat(conditions("HTTPRoute other/r", statuses(gateway(HTTP), route("other/r", ""))))
        .contains("Accepted=NotAllowedByListeners");
  }

  @Test
  void aSectionThatTheGatewayDoesNotHaveIsNoMatchingParent() {
    String route = route("edge/r", ", sectionName: https");
    assertThat(conditions("HTTPRoute edge/r", statuses(gateway(HTTP), route)))
        .contains("Accepted=NoMatchingParent");
  }

  @Test
  void aNameAndAPortMustBothBeTheListeners() {
    String route = route("edge/r", ", sectionName: http, port: 81");
    assertThat(conditions("HTTPRoute edge/r", statuses(gateway(HTTP), route)))
        .contains("Accepted=NoMatchingParent");
  }

  @Test
  void aRouteIsAcceptedWhereOneOfSeveralListenersTakesIt() {
    String two =
        "listeners: [{name: a, port: 80, protocol: HTTP, hostname: a.example},"
            + " {name: b, port: 80, protocol: HTTP, hostname: b.example}]";
    String route =
        object(
            "HTTPRoute", "edge/r", "parentRefs: [{name: gw}], hostnames: [b.example, c.example]");
    List<ObjectStatus> statuses = statuses(gateway(two), route);
    assertThat(conditions("HTTPRoute edge/r", statuses)).contains("Accepted=Accepted");
    assertThat(attached(statuses, "a")).isZero();
    assertThat(attached(statuses, "b")).isEqualTo(1);
  }

  @Test
  void aParentThatDoesNotExistIsNobodysToWriteAbout() {
    assertThat(conditions("HTTPRoute edge/r", statuses(route("edge/r", "")))).isEmpty();
  }

  @Test
  void listenersThatConflictAreBothRefusedAndTheGatewaySaysSo() {
    String listeners =
        "listeners: [{name: h, port: 80, protocol: HTTP}, {name: t, port: 80, protocol: TCP},"
            + " {name: ok, port: 81, protocol: HTTP}]";
    List<ObjectStatus> statuses = statuses(gateway(listeners));
    for (String listener : List.of("h", "t")) {
      assertThat(conditions("Gateway edge/gw " + listener, statuses))
          .contains("Conflicted=ProtocolConflict", "Programmed=ProtocolConflict");
    }
    assertThat(conditions("Gateway edge/gw", statuses)).contains("Accepted=ListenersNotValid");
  }

  @Test
  void aListenerWithoutItsCertificateIsAcceptedAndNotProgrammed() {
    String https =
        "listeners: [{name: s, port: 443, protocol: HTTPS,"
            + " tls: {certificateRefs: [{name: absent}]}}]";
    List<ObjectStatus> statuses = statuses(gateway(https), route("edge/r", ""));
    assertThat(conditions("Gateway edge/gw s", statuses))
        .contains("Accepted=Accepted", "ResolvedRefs=InvalidCertificateRef", "Programmed=Invalid");
    assertThat(conditions("Gateway edge/gw", statuses))
        .contains("ResolvedRefs=ListenersNotResolved");
    assertThat(attached(statuses, "s")).isEqualTo(1);
  }

  @Test
  void aListenerSetThatTheGatewayDoesNotAllowIsNotAttached() {
    String set =
        object(
            "ListenerSet",
            "edge/set",
            "parentRef: {name: gw}, listeners: [{name: x, port: 81, protocol: HTTP}]");
    assertThat(conditions("ListenerSet edge/set", statuses(gateway(HTTP), set)))
        .containsExactly("Accepted=NotAllowed", "Programmed=NotAllowed");
  }

  @Test
  void aListenerOfAListenerSetLosesToTheGatewaysOwn() {
    String allowing = HTTP + ", allowedListeners: {namespaces: {from: All}}";
    String set =
        object(
            "ListenerSet",
            "edge/set",
            "parentRef: {name: gw}, listeners: [{name: x, port: 80, protocol: HTTP}]");
    List<ObjectStatus> statuses = statuses(gateway(allowing), set);
    assertThat(conditions("ListenerSet edge/set", statuses)).contains("Accepted=ListenersNotValid");
    assertThat(conditions("ListenerSet edge/set x", statuses))
        .contains("Conflicted=HostnameConflict");
    assertThat(conditions("Gateway edge/gw http", statuses)).contains("Conflicted=NoConflicts");
  }

  @Test
  void aListenerSetWhoseOnlyCertificateMayNotBeUsedIsNotAccepted() {
    String allowing = HTTP + ", allowedListeners: {namespaces: {from: All}}";
    String set =
        object(
            "ListenerSet",
            "edge/set",
            "parentRef: {name: gw}, listeners: [{name: x, port: 443, protocol: HTTPS,"
                + " tls: {certificateRefs: [{name: cert, namespace: vault}]}}]");
    List<ObjectStatus> statuses = statuses(gateway(allowing), set);
    assertThat(conditions("ListenerSet edge/set", statuses))
        .containsExactly("Accepted=ListenersNotValid", "Programmed=ListenersNotValid");
    assertThat(conditions("ListenerSet edge/set x", statuses))
        .contains("ResolvedRefs=RefNotPermitted");
  }

  @Test
  void listenersWhoseHostsOverlapSayThatTheirTlsDoes() {
    String tls = ", port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: cert}]}}";
    String listeners =
        "listeners: [{name: all, hostname: '*.example'"
            + tls
            + ", {name: one, hostname: a.example"
            + tls
            + ", {name: other, hostname: a.test"
            + tls
            + "]";
    List<ObjectStatus> statuses = statuses(gateway(listeners));
    assertThat(conditions("Gateway edge/gw all", statuses))
        .contains("OverlappingTLSConfig=OverlappingHostnames");
    assertThat(conditions("Gateway edge/gw other", statuses))
        .doesNotContain("OverlappingTLSConfig=OverlappingHostnames");
  }

  @Test
  void atAServiceTheLessSpecificKindIsConflicted() {
    String parent = "parentRefs: [{group: '', kind: Service, name: s}]";
    String tcp =
        object("TCPRoute", "shop/t", parent + ", rules: [{backendRefs: [{name: s, port: 80}]}]");
    String http = object("HTTPRoute", "shop/h", parent);
    List<ObjectStatus> statuses = statuses(Meshes.service("shop", "s"), tcp, http);
    assertThat(conditions("TCPRoute shop/t", statuses)).contains("Accepted=Conflicted");
    assertThat(conditions("HTTPRoute shop/h", statuses)).contains("Accepted=Accepted");
  }

  @Test
  void ofTwoPoliciesForOneServiceTheLaterByNameIsConflicted() {
    String policy =
        "targetRefs: [{group: '', kind: Service, name: s}],"
            + " validation: {hostname: s.example, wellKnownCACertificates: System}";
    String route =
        object(
            "HTTPRoute",
            "edge/r",
            "parentRefs: [{name: gw}], rules: [{backendRefs: [{name: s, port: 80}]}]");
    List<ObjectStatus> statuses =
        statuses(
            gateway(HTTP),
            route,
            Meshes.service("edge", "s"),
            object("BackendTLSPolicy", "edge/a", policy),
            object("BackendTLSPolicy", "edge/b", policy));
    assertThat(conditions("BackendTLSPolicy edge/a", statuses)).contains("Accepted=Accepted");
    assertThat(conditions("BackendTLSPolicy edge/b", statuses)).contains("Accepted=Conflicted");
  }

  @Test
  void aRuleWithAnUnsupportedValueMakesARoutePartiallyInvalid() {
    String wrong = "{matches: [{path: {type: RegularExpression, value: '/(a'}}]}";
    String some = "parentRefs: [{name: gw}], rules: [" + wrong + ", {}]";
    String all = "parentRefs: [{name: gw}], rules: [" + wrong + "]";
    List<ObjectStatus> statuses =
        statuses(
            gateway(HTTP),
            object("HTTPRoute", "edge/some", some),
            object("HTTPRoute", "edge/all", all));
    assertThat(conditions("HTTPRoute edge/some", statuses))
        .contains("Accepted=Accepted", "PartiallyInvalid=UnsupportedValue");
    assertThat(conditions("HTTPRoute edge/all", statuses)).contains("Accepted=UnsupportedValue");
  }

  @Test
  void whatAnExtensionRefComesToIsTheImplementationsOwn() {
    String filter =
        "{filters: [{type: ExtensionRef, extensionRef: {group: e.example, kind: X, name: x}}]}";
    List<ObjectStatus> statuses =
        statuses(
            gateway(HTTP),
            object("HTTPRoute", "edge/r", "parentRefs: [{name: gw}], rules: [" + filter + "]"));
    assertThat(conditions("HTTPRoute edge/r", statuses)).contains("ResolvedRefs=Pending");
  }

  @Test
  void aBackendPortOfAnotherProtocolIsUnsupported() {
    String udp =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: dns, namespace: edge}
        spec: {ports: [{name: dns, port: 53, protocol: UDP}]}
        """;
    String rules = "rules: [{backendRefs: [{name: dns, port: 53}]}]";
    List<ObjectStatus> statuses =
        statuses(
            gateway(HTTP),
            udp,
            object("HTTPRoute", "edge/r", "parentRefs: [{name: gw}], " + rules));
    assertThat(conditions("HTTPRoute edge/r", statuses))
        .contains("ResolvedRefs=UnsupportedProtocol");
  }

  @Test
  void whatTheApiServerRefusesHasNoStatus() {
    String wrong = "listeners: [{name: http, port: 70000, protocol: HTTP}]";
    List<ObjectStatus> statuses = statuses(gateway(wrong), route("edge/r", ""));
    assertThat(conditions("Gateway edge/gw", statuses)).isEmpty();
    assertThat(conditions("HTTPRoute edge/r", statuses)).isEmpty();
  }

  private static String atCart(String kind, String name) {
    String parent = "parentRefs: [{group: '', kind: Service, name: cart, namespace: shop}]";
    return object(kind, name, parent + ", rules: [{backendRefs: [{name: cart, port: 80}]}]");
  }

  @Test
  void onAServicePortTheLessSpecificKindsAreConflicted() {
    List<ObjectStatus> statuses =
        statuses(
            Meshes.service("shop", "cart"),
            atCart("HTTPRoute", "shop/h"),
            atCart("GRPCRoute", "shop/g"),
            atCart("TCPRoute", "shop/t"));
    assertThat(conditions("GRPCRoute shop/g", statuses)).contains("Accepted=Accepted");
    assertThat(conditions("HTTPRoute shop/h", statuses)).contains("Accepted=Conflicted");
    assertThat(conditions("TCPRoute shop/t", statuses)).contains("Accepted=Conflicted");
  }

  @Test
  void aConsumersGrpcRouteDoesNotMakeTheProducersHttpRouteConflicted() {
    List<ObjectStatus> statuses =
        statuses(
            Meshes.service("shop", "cart"),
            atCart("HTTPRoute", "shop/h"),
            atCart("GRPCRoute", "web/g"),
            atCart("HTTPRoute", "web/h"));
    assertThat(conditions("HTTPRoute shop/h", statuses)).contains("Accepted=Accepted");
    assertThat(conditions("GRPCRoute web/g", statuses)).contains("Accepted=Accepted");
    assertThat(conditions("HTTPRoute web/h", statuses)).contains("Accepted=Conflicted");
  }
}
