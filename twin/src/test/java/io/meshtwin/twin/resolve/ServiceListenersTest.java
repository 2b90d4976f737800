package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ServiceListenersTest {
  private static final String CART = Meshes.service("shop", "cart");
  private static final ServicePort CART_PORT =
      new ServicePort(Meshes.key("Service", "shop", "cart"), 80);

  private static Handler handler(String yaml, String clientNamespace) {
    ResolvedMesh mesh = ResolvedMesh.of(Meshes.image(yaml), Dialect.SPEC);
    Listener listener = mesh.outbound(ClientScope.of(clientNamespace), CART_PORT);
    return Objects.requireNonNull(listener).chains().getFirst().handler();
  }

  private static List<RouteRule> rules(String yaml, String clientNamespace) {
    return ((Handler.Http) handler(yaml, clientNamespace)).hosts().getFirst().rules();
  }

  private static List<String> names(String yaml, String clientNamespace) {
    return rules(yaml, clientNamespace).stream().map(RouteRule::name).toList();
  }

  @Test
  void withoutARouteAServiceForwardsToItself() {
    assertThat(rules(CART, "web"))
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.name()).isEqualTo(RouteRule.DEFAULT);
          var forward = (RouteAction.Forward) rule.action();
          assertThat(forward.destinations().getFirst().destination())
              .isEqualTo(new Destination.ToService(CART_PORT));
        });
  }

  @Test
  void aProducerRouteActsOnClientsOfEveryNamespace() {
    String mesh = CART + Meshes.route("shop", "r", "shop/cart", "[{name: producer}]");
    assertThat(names(mesh, "web")).containsExactly("producer");
    assertThat(names(mesh, "shop")).containsExactly("producer");
  }

  @Test
  void aConsumerRouteReplacesTheProducersForItsOwnNamespaceOnly() {
    String mesh =
        CART
            + Meshes.route("shop", "r", "shop/cart", "[{name: producer}]")
            + Meshes.route("web", "r", "shop/cart", "[{name: consumer}]");
    assertThat(names(mesh, "web")).containsExactly("consumer");
    assertThat(names(mesh, "other")).containsExactly("producer");
  }

  @Test
  void severalRoutesMergeByPrecedence() {
    String mesh =
        CART
            + Meshes.route("shop", "b", "shop/cart", "[{name: all}]")
            + Meshes.route(
                "shop",
                "a",
                "shop/cart",
                """
                [{name: header, matches: [{headers: [{name: X, value: y}]}]},
                 {name: long, matches: [{path: {value: /api/v1}}]},
                 {name: exact, matches: [{path: {type: Exact, value: /a}}]}]\
                """);
    assertThat(names(mesh, "web")).containsExactly("exact", "long", "header", "all");
  }

  @Test
  void equalRulesAreToldApartByTheRoutesName() {
    String mesh =
        CART
            + Meshes.route("shop", "b", "shop/cart", "[{name: second}]")
            + Meshes.route("shop", "a", "shop/cart", "[{name: first}]");
    List<RouteRule> rules = rules(mesh, "web");
    assertThat(rules).extracting(RouteRule::name).containsExactly("first", "second");
    assertThat(rules.getFirst().precedence().decidedAgainst(rules.getLast().precedence()))
        .isEqualTo("route's name");
  }

  @Test
  void aBackendInAnotherNamespaceNeedsNoGrantInTheMesh() {
    String route =
        Meshes.route(
            "shop", "r", "shop/cart", "[{backendRefs: [{name: api, namespace: pay, port: 80}]}]");
    assertThat(destinations(CART + Meshes.service("pay", "api") + route))
        .containsExactly(
            new Destination.ToService(new ServicePort(Meshes.key("Service", "pay", "api"), 80)));
  }

  @Test
  void aBackendThatDoesNotExistKeepsItsShare() {
    String route =
        Meshes.route(
            "shop",
            "r",
            "shop/cart",
            "[{backendRefs: [{name: none, port: 80}, {name: cart, port: 81}]}]");
    assertThat(destinations(CART + route))
        .containsExactly(
            new Destination.Invalid(500, "Service shop/none does not exist"),
            new Destination.Invalid(500, "Service shop/cart has no port 81"));
  }

  @Test
  void whatIsNotModelledIsSaidInItsPlace() {
    String exported = CART.replace("name: cart, ", "name: cart, annotations: {ANN: x}, ");
    String mesh = exported.replace("ANN", "networking.istio.io/exportTo");
    assertThat(((Handler.Unmodelled) handler(mesh, "web")).caveats())
        .extracting(caveat -> caveat.reason())
        .containsExactly(
            "annotation networking.istio.io/exportTo of Service shop/cart is not modelled");
  }

  @Test
  void aNetworkPolicyOfAnotherKindMakesArrivalUnknown() {
    String policy =
        """
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: deny, namespace: shop}
        spec: {endpointSelector: {}}
        """;
    ResolvedMesh mesh = ResolvedMesh.of(Meshes.image(CART + policy), Dialect.SPEC);
    assertThat(mesh.cluster(CART_PORT).caveats())
        .extracting(caveat -> caveat.reason())
        .containsExactly("CiliumNetworkPolicy shop/deny is not modelled");
  }

  @Test
  void aRouteThatTheApiServerWouldRefuseMakesItsPlaceUnknown() {
    String route =
        Meshes.route("shop", "r", "shop/cart", "[{backendRefs: [{name: cart, port: 0}]}]");
    assertThat(handler(CART + route, "web")).isInstanceOf(Handler.Unmodelled.class);
  }

  private static List<Destination> destinations(String mesh) {
    var forward = (RouteAction.Forward) rules(mesh, "shop").getFirst().action();
    return forward.destinations().stream().map(share -> share.destination()).toList();
  }

  @Test
  void whatEnvoyCannotDoIsUnknownAndNotPushed() {
    String rewrites =
        """
        [{backendRefs: [
          {name: cart, port: 80},
          {name: cart, port: 80, filters: [
            {type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: /x}}}]}]},
         {filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [Host]}}]}]\
        """;
    assertThat(rules(CART + Meshes.route("shop", "r", "shop/cart", rewrites), "web"))
        .extracting(RouteRule::action)
        .allSatisfy(action -> assertThat(action).isInstanceOf(RouteAction.Unmodelled.class));
  }

  @Test
  void routesWithAndWithoutAPortMergeAndInIstioTheOldestGroupServesAlone() {
    String mesh =
        CART
            + Meshes.route("shop", "a", "shop/cart", "[{name: all}]")
            + Meshes.route("shop", "b", "shop/cart", "[{name: one}]")
                .replace("name: cart}]", "name: cart, port: 80}]");
    assertThat(names(mesh, "web")).containsExactly("all", "one");
    Listener istio =
        ResolvedMesh.of(Meshes.image(mesh), Dialect.ISTIO)
            .outbound(ClientScope.of("web"), CART_PORT);
    var http = (Handler.Http) Objects.requireNonNull(istio).chains().getFirst().handler();
    // By name: "shop~80~cart…" stands before "shop~cart…".
    assertThat(http.hosts().getFirst().rules()).extracting(RouteRule::name).containsExactly("one");
  }
}
