package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayListenersTest {
  private static String gateway(String listeners) {
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: gw, namespace: edge}
    spec: {gatewayClassName: c, listeners: LISTENERS}
    """
        .replace("LISTENERS", listeners);
  }

  private static String route(String namespace, String name, String hostnames, String rules) {
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: NAME, namespace: SPACE}
    spec:
      parentRefs: [{name: gw, namespace: edge}]
      hostnames: HOSTS
      rules: RULES
    """
        .replace("NAME", name)
        .replace("SPACE", namespace)
        .replace("HOSTS", hostnames)
        .replace("RULES", rules);
  }

  private static List<VirtualHost> hosts(String yaml) {
    Listener listener =
        ResolvedMesh.of(Meshes.image(yaml), Dialect.SPEC)
            .gateway(Meshes.key("Gateway", "edge", "gw"))
            .getFirst();
    return ((Handler.Http) listener.chains().getFirst().handler()).hosts();
  }

  private static final String ALL =
      gateway("[{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]");

  @Test
  void theClosestHostnameGoesFirstAndTheWiderOneFollows() {
    String mesh =
        ALL
            + route("edge", "wide", "['*.example.com']", "[{name: wide}]")
            + route("edge", "exact", "[a.example.com]", "[{name: exact}]");
    assertThat(hosts(mesh))
        .filteredOn(host -> host.domains().contains("a.example.com"))
        .singleElement()
        .satisfies(host ->
            assertThat(host.rules()).extracting(RouteRule::name).containsExactly("exact", "wide"));
  }

  @Test
  void aMoreSpecificListenerKeepsItsHostsToItself() {
    String listeners =
        "[{name: all, port: 80, protocol: HTTP},"
            + " {name: one, port: 80, protocol: HTTP, hostname: one.example.com}]";
    String mesh =
        gateway(listeners)
            + route("edge", "r", "[]", "[{name: all}]")
                .replace("name: gw,", "name: gw, sectionName: all,");
    assertThat(hosts(mesh))
        .filteredOn(host -> host.domains().contains("one.example.com"))
        .singleElement()
        .satisfies(host -> assertThat(host.rules()).isEmpty());
  }

  @Test
  void aRouteOfANamespaceThatIsNotAllowedDoesNotAttach() {
    String mesh =
        gateway("[{name: http, port: 80, protocol: HTTP}]")
            + route("other", "r", "[]", "[{name: other}]");
    assertThat(hosts(mesh)).singleElement().satisfies(h -> assertThat(h.rules()).isEmpty());
    assertThat(ResolvedMesh.of(Meshes.image(mesh), Dialect.SPEC).findings())
        .extracting(Finding::code)
        .extracting(Object::toString)
        .contains("MT0107");
  }

  @Test
  void aBackendInAnotherNamespaceNeedsAGrant() {
    String route =
        route("edge", "r", "[]", "[{backendRefs: [{name: cart, namespace: shop, port: 80}]}]");
    String grant =
        """
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: ReferenceGrant
        metadata: {name: g, namespace: shop}
        spec:
          from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}]
          to: [{group: "", kind: Service, name: cart}]
        """;
    String mesh = ALL + route + Meshes.service("shop", "cart");
    assertThat(destination(mesh)).isInstanceOf(Destination.Invalid.class);
    assertThat(destination(mesh + grant)).isInstanceOf(Destination.ToService.class);
  }

  @Test
  void aListenerWhoseProtocolNobodyKnowsTakesNoPort() {
    String mesh = gateway("[{name: own, port: 443, protocol: example.com/own}]");
    assertThat(
            ResolvedMesh.of(Meshes.image(mesh), Dialect.SPEC)
                .gateway(Meshes.key("Gateway", "edge", "gw")))
        .isEmpty();
  }

  private static Destination destination(String mesh) {
    var forward = (RouteAction.Forward) hosts(mesh).getFirst().rules().getFirst().action();
    return forward.destinations().getFirst().destination();
  }
}
