package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which hosts a sidecar has clusters for because rules lead to them. */
class LeadsTest {
  private static final String SERVICES =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: pay, namespace: bank}
      spec: {clusterIP: 10.0.0.2, ports: [{name: http, port: 80}, {name: http-admin, port: 81}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: vault, namespace: bank, annotations: {networking.istio.io/exportTo: shop}}
      spec: {clusterIP: 10.0.0.3, ports: [{name: http, port: 80}]}
      """;

  private static final String ONLY_OWN =
      """
      ---
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: default, namespace: shop}
      spec: {egress: [{hosts: ["./*"]}]}
      """;

  private static String rules(String host, String match, String destination) {
    return """
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: vs, namespace: %s}
    spec: {hosts: [%s], http: [{match: [{%s}], route: [{destination: {%s}}]}]}
    """
        .formatted(host.substring(host.indexOf('.') + 1), host.split("\\.")[0], match, destination);
  }

  private static List<Destination> destinations(String client, String more) {
    return ResolvedMesh.of(Meshes.image(SERVICES + more), Dialect.ISTIO)
        .sidecar(ClientScope.of(client))
        .stream()
        .filter(listener -> listener.name().equals("0.0.0.0_80"))
        .flatMap(listener -> listener.chains().stream())
        .map(FilterChain::handler)
        .filter(Handler.Http.class::isInstance)
        .flatMap(handler -> ((Handler.Http) handler).hosts().stream())
        .flatMap(host -> host.rules().stream())
        .filter(rule -> rule.origin().resource().kind().equals("VirtualService"))
        .map(rule -> (RouteAction.Forward) rule.action())
        .flatMap(forward -> forward.destinations().stream())
        .map(WeightedDestination::destination)
        .toList();
  }

  @Test
  void aRuleLeadsToAHostThatTheSidecarDoesNotName() {
    String rules = rules("cart.shop", "", "host: pay.bank.svc.cluster.local");
    assertThat(destinations("shop", ONLY_OWN + rules))
        .singleElement()
        .isInstanceOf(Destination.ToService.class);
  }

  @Test
  void onlyThePortsThatRulesNameAreLedTo() {
    String rules = rules("cart.shop", "", "host: pay.bank.svc.cluster.local, port: {number: 82}");
    assertThat(destinations("shop", ONLY_OWN + rules))
        .singleElement()
        .isInstanceOf(Destination.Invalid.class);
  }

  @Test
  void aRuleLeadsToAServiceOfTheClientsNamespaceThatIsHiddenFromIt() {
    String rules = rules("pay.bank", "", "host: vault.bank.svc.cluster.local");
    assertThat(destinations("bank", rules))
        .singleElement()
        .isInstanceOf(Destination.ToService.class);
  }

  @Test
  void aRuleDoesNotLeadToAServiceOfAnotherNamespaceThatIsHidden() {
    String rules = rules("pay.bank", "", "host: vault.bank.svc.cluster.local");
    assertThat(destinations("other", rules))
        .singleElement()
        .isInstanceOf(Destination.Invalid.class);
  }
}
