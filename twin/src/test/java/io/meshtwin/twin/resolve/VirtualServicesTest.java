package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What VirtualServices and DestinationRules make of requests to a Service. */
class VirtualServicesTest {
  private static final String CART =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}
      """;

  private static List<RouteRule> rules(String client, String... more) {
    ResolvedMesh mesh = mesh(more);
    var key = new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "cart");
    Listener listener =
        Objects.requireNonNull(mesh.outbound(ClientScope.of(client), new ServicePort(key, 80)));
    return ((Handler.Http) listener.chains().getFirst().handler())
        .hosts().stream()
            .filter(host -> host.name().startsWith("cart.shop."))
            .flatMap(host -> host.rules().stream())
            .toList();
  }

  private static ResolvedMesh mesh(String... more) {
    String all = CART + "---\n" + String.join("---\n", more);
    return ResolvedMesh.of(Meshes.image(all), Dialect.ISTIO);
  }

  private static List<String> names(String client, String... more) {
    return rules(client, more).stream().map(RouteRule::name).toList();
  }

  private static String service(String name, String created, String spec) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: %s, namespace: shop, creationTimestamp: "%s"}
    spec: %s
    """
        .formatted(name, created, spec);
  }

  private static String named(String rule, String host) {
    return "{hosts: [\"%s\"], http: [{name: %s, route: [{destination: {host: cart}}]}]}"
        .formatted(host, rule);
  }

  private static Destination destination(RouteRule rule) {
    return ((RouteAction.Forward) rule.action()).destinations().getFirst().destination();
  }

  @Test
  void ofTwoForOneHostTheOlderServesAlone() {
    String older = service("z", "2026-01-01T00:00:00Z", named("old", "cart"));
    String younger = service("a", "2026-02-01T00:00:00Z", named("new", "cart"));
    assertThat(names("shop", younger, older)).containsExactly("old");
    assertThat(mesh(younger, older).findings())
        .extracting(finding -> finding.code().code())
        .contains("MT0604");
  }

  @Test
  void anExactHostGoesBeforeAnOlderWildcard() {
    String wide = service("w", "2026-01-01T00:00:00Z", named("wide", "*.svc.cluster.local"));
    String exact = service("e", "2026-02-01T00:00:00Z", named("exact", "cart"));
    assertThat(names("shop", wide, exact)).containsExactly("exact");
    assertThat(names("shop", wide)).containsExactly("wide");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rewrite: {uriRegexRewrite: {match: '%s', rewrite: /}}",
        "corsPolicy: {allowOrigins: [{regex: '%s'}]}"
      })
  void aRuleWithAnExpressionThatProxiesMayRefuseIsUnknown(String part) {
    String spec =
        "{hosts: [cart], http: [{match: [{uri: {prefix: /a}}], %s,"
            + " route: &cart [{destination: {host: cart}}]}, {route: *cart}]}";
    String large = part.formatted(".{1000}".repeat(10));
    String service = service("v", "2026-01-01T00:00:00Z", spec.formatted(large));
    assertThat(rules("shop", service).getFirst().action())
        .isInstanceOf(RouteAction.Unmodelled.class);
    assertThat(rules("shop", service).getLast().action()).isInstanceOf(RouteAction.Forward.class);
    assertThat(mesh(service).findings())
        .filteredOn(finding -> finding.code() == FindingCode.EXPRESSION_TOO_LARGE)
        .extracting(Finding::field)
        .containsExactly("spec.http[0]");
    String small = service("v", "2026-01-01T00:00:00Z", spec.formatted(part.formatted(".{10}")));
    assertThat(rules("shop", small).getFirst().action()).isInstanceOf(RouteAction.Forward.class);
  }

  @Test
  void whatIsExportedToItsOwnNamespaceActsThereAlone() {
    String spec =
        "{hosts: [cart], exportTo: [\".\"],"
            + " http: [{name: own, route: [{destination: {host: cart}}]}]}";
    String own = service("own", "2026-01-01T00:00:00Z", spec);
    assertThat(names("shop", own)).containsExactly("own");
    assertThat(names("bank", own)).containsExactly(RouteRule.DEFAULT);
  }

  @Test
  void aDelegatesRulesTakeThePlaceOfTheRootsWithBothMatches() {
    String root =
        service(
            "root",
            "2026-01-01T00:00:00Z",
            "{hosts: [cart], http: [{name: r, match: [{uri: {prefix: /a}}],"
                + " delegate: {name: sub}}]}");
    String sub =
        service(
            "sub",
            "2026-01-01T00:00:00Z",
            "{http: [{name: in, match: [{uri: {prefix: /a/b}}], route: [{destination: {host:"
                + " cart}}]}, {name: out, match: [{uri: {prefix: /c}}],"
                + " route: [{destination: {host: cart}}]}]}");
    assertThat(names("shop", root, sub)).containsExactly("r-in");
  }

  @Test
  void aSubsetHasTheLabelsThatTheDestinationRuleSaysAndAnUnknownOneHasNoCluster() {
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: cart, namespace: shop}
        spec: {host: cart, subsets: [{name: v1, labels: {version: one}}]}
        """;
    String known = "{hosts: [cart], http: [{route: [{destination: {host: cart, subset: v1}}]}]}";
    String unknown = known.replace("v1", "v9");
    Destination found =
        destination(rules("shop", rule, service("v", "2026-01-01T00:00:00Z", known)).getFirst());
    assertThat(found)
        .isInstanceOfSatisfying(
            Destination.ToService.class,
            to ->
                assertThat(Objects.requireNonNull(to.subset()).labels())
                    .containsEntry("version", "one"));
    assertThat(
            destination(
                rules("shop", rule, service("v", "2026-01-01T00:00:00Z", unknown)).getFirst()))
        .isInstanceOfSatisfying(
            Destination.Invalid.class, to -> assertThat(to.status()).isEqualTo(503));
  }

  @Test
  void whatFollowsARuleForEverythingIsFoundToBeUnreachable() {
    String spec =
        "{hosts: [cart], http: [{route: [{destination: {host: cart}}]},"
            + " {match: [{uri: {exact: /x}}], route: [{destination: {host: nobody}}]}]}";
    List<Finding> findings = mesh(service("v", "2026-01-01T00:00:00Z", spec)).findings();
    assertThat(findings)
        .extracting(finding -> finding.code().code() + " " + finding.field())
        .contains("MT0104 spec.http[1]", "MT0601 spec.http[1].route[0].destination.host");
  }

  @Test
  void aDurationInMillisecondsIsNotOneInMinutes() {
    String spec = "{hosts: [cart], http: [{timeout: 200ms, route: [{destination: {host: cart}}]}]}";
    var action =
        (RouteAction.Forward)
            rules("shop", service("v", "2026-01-01T00:00:00Z", spec)).getFirst().action();
    assertThat(action.delivery().timeouts().request()).hasMillis(200);
  }
}
