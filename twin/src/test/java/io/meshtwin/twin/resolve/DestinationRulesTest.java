package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.UpstreamPolicy.Version;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What DestinationRules make of how a sidecar speaks to a host. */
class DestinationRulesTest {
  private static final String SECRETS =
      """
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: other, namespace: shop}
      type: kubernetes.io/tls
      """;

  private static RouteAction action(String... more) {
    ResolvedMesh mesh =
        ResolvedMesh.of(
            Meshes.image(Meshes.service("shop", "cart") + String.join("", more)), Dialect.ISTIO);
    var port = new ServicePort(Meshes.key("Service", "shop", "cart"), 80);
    return action(Objects.requireNonNull(mesh.outbound(ClientScope.of("shop"), port)));
  }

  private static RouteAction action(Listener listener) {
    var handler = (Handler.Http) listener.chains().getFirst().handler();
    return handler.hosts().stream()
        .filter(host -> !host.rules().isEmpty())
        .findFirst()
        .orElseThrow()
        .rules()
        .getFirst()
        .action();
  }

  private static UpstreamTls tls(RouteAction action) {
    var to = ((RouteAction.Forward) action).destinations().getFirst().destination();
    return Objects.requireNonNull(
        switch (to) {
          case Destination.ToService service -> service.tls();
          case Destination.Original original -> original.tls();
          case Destination.BlackHole _, Destination.Invalid _ -> null;
        });
  }

  private static String rule(String host, String spec) {
    return """
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: r, namespace: shop}
    spec: {host: HOST, SPEC}
    """
        .replace("HOST", host)
        .replace("SPEC", spec);
  }

  private static final String CREDENTIAL =
      "trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}";

  @Test
  void aSidecarIsNotHandedASecretByARuleForEverybody() {
    assertThat(tls(action(rule("cart", CREDENTIAL)))).isInstanceOf(UpstreamTls.Disabled.class);
  }

  @Test
  void aRuleForChosenWorkloadsHandsThemItsSecretFromTheirNamespace() {
    String chosen = "workloadSelector: {matchLabels: {}}, " + CREDENTIAL;
    assertThat(tls(action(rule("cart", chosen))))
        .isInstanceOfSatisfying(
            UpstreamTls.Originated.class,
            made ->
                assertThat(made.files().credential())
                    .isEqualTo(Meshes.key("Secret", "shop", "bank")));
  }

  @Test
  void aCredentialThatIsNotThereAmongOthersLeavesTheAnswerUnknown() {
    String chosen = "workloadSelector: {matchLabels: {}}, " + CREDENTIAL;
    assertThat(action(rule("cart", chosen), SECRETS))
        .isInstanceOfSatisfying(
            RouteAction.Unmodelled.class,
            unknown -> assertThat(unknown.caveat().reason()).contains("Secret shop/bank"));
    assertThat(action(rule("cart", chosen), SECRETS.replace("other", "bank")))
        .isInstanceOf(RouteAction.Forward.class);
  }

  @Test
  void aServiceEntrysNamesAreExpectedWhereTheRuleSaysNone() {
    String entry =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: pay, namespace: shop}
        spec:
          hosts: [pay.example]
          ports: [{number: 80, name: http, protocol: HTTP}]
          resolution: NONE
          subjectAltNames: [one.example]
        """;
    ResolvedMesh mesh =
        ResolvedMesh.of(
            Meshes.image(entry + rule("pay.example", "trafficPolicy: {tls: {mode: SIMPLE}}")),
            Dialect.ISTIO);
    ServicePort port = ServicePort.ofHost("local", "shop", "pay.example", 80);
    RouteAction action =
        action(Objects.requireNonNull(mesh.outbound(ClientScope.of("shop"), port)));
    assertThat(tls(action).subjectAltNames()).containsExactly("one.example");
  }

  private static Version version(String settings, String pool) {
    String config =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "SETTINGS"}
        """;
    String rule = pool.isEmpty() ? "" : rule("cart", "trafficPolicy: {" + pool + "}");
    var forward = (RouteAction.Forward) action(config.replace("SETTINGS", settings), rule);
    var to = (Destination.ToService) forward.destinations().getFirst().destination();
    return to.policy().version();
  }

  @Test
  void theVersionOfHttpIsTheRulesElseTheMeshs() {
    String upgrade = "h2UpgradePolicy: UPGRADE";
    String follow = "connectionPool: {http: {useClientProtocol: true}}";
    assertThat(version("", "")).isEqualTo(Version.OF_THE_PORT);
    assertThat(version(upgrade, "")).isEqualTo(Version.SECOND_FOR_HTTP);
    assertThat(version(upgrade, follow)).isEqualTo(Version.OF_THE_CLIENT);
    assertThat(version("", "connectionPool: {http: {" + upgrade + "}}")).isEqualTo(Version.SECOND);
  }

  @Test
  void aPoolOfTheRulesOwnReplacesTheMeshsWhole() {
    String byDefault = "defaultTrafficPolicy: {connectionPool: {http: {useClientProtocol: true}}}";
    assertThat(version(byDefault, "outlierDetection: {consecutive5xxErrors: 3}"))
        .isEqualTo(Version.OF_THE_CLIENT);
    assertThat(version(byDefault, "connectionPool: {tcp: {maxConnections: 3}}"))
        .isEqualTo(Version.OF_THE_PORT);
  }

  @Test
  void nothingIsUpgradedWhereHeadersKeepTheirCase() {
    String keeps = "defaultConfig: {proxyHeaders: {preserveHttp1HeaderCase: true}}";
    assertThat(version("{h2UpgradePolicy: UPGRADE, " + keeps + "}", ""))
        .isEqualTo(Version.OF_THE_PORT);
  }
}
