package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Meshes.image;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may enter at a gateway, before and after. */
class GatewayEntrancesTest {
  private static final String GATEWAY =
      "{apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: {name: 'edge', namespace:"
          + " 'shop'}, spec: {selector: {app: 'edge'}, servers: [{port: {number: 80, protocol:"
          + " 'HTTP', name: 'http'}, hosts: ['a.example']}]}}";
  private static final String ADMIN = "to: [{operation: {paths: ['/admin']}}]";
  private static final String TOKENS =
      "{apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication', metadata: {name: 'r',"
          + " namespace: 'shop'}, spec: {selector: {matchLabels: {app: 'edge'}}, jwtRules: [{issuer:"
          + " 'i.example', jwksUri: 'https://i.example/keys'}]}}";

  private static ResolvedMesh mesh(String group, String... more) {
    String rules =
        "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'a',"
            + " namespace: 'shop'}, spec: {hosts: ['a.example'], gateways: ['edge'], http: [{match:"
            + " [{headers: {'@request.auth.claims.group': {exact: '"
            + group
            + "'}}}], route: [{destination: {host: 'beta'}}]}, {route: [{destination: {host:"
            + " 'cart'}}]}]}}";
    Stream<String> all =
        Stream.concat(
            Stream.of(
                service("cart"),
                service("beta"),
                workload("cart"),
                workload("beta"),
                workload("edge"),
                GATEWAY,
                rules),
            Stream.of(more));
    return ResolvedMesh.of(image(all.map(Meshes::json).toList()), Dialect.ISTIO);
  }

  private static String policy(String action, String rule) {
    return "{apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {name: 'p',"
        + " namespace: 'shop'}, spec: {action: '%s', selector: {matchLabels: {app: 'edge'}}, rules:"
            .formatted(action)
        + " [{"
        + rule
        + "}]}}";
  }

  /** At the host that rules serve. */
  private static List<Difference> differences(ResolvedMesh before, ResolvedMesh after) {
    return Differ.preview(before, after).differences().stream()
        .filter(d -> d.destination() instanceof Destination.OfGateway)
        .filter(d -> d.destination().toString().contains("a.example"))
        .toList();
  }

  private static Call witness(Difference difference) {
    return ((Difference.Outcome.Changed) difference.outcome()).witness();
  }

  @Test
  void aNewDenialBreaksWhatItTakes() {
    List<Difference> all = differences(mesh("x"), mesh("x", policy("DENY", ADMIN)));
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().impact()).isEqualTo(Impact.BREAKS);
    assertThat(witness(all.getFirst()).request().path()).isEqualTo("/admin");
  }

  @Test
  void aDenialThatGoesWeakensSecurity() {
    assertThat(differences(mesh("x", policy("DENY", ADMIN)), mesh("x")))
        .extracting(Difference::impact)
        .containsExactly(Impact.WEAKENS_SECURITY);
  }

  @Test
  void anAddressIsPartOfTheWitness() {
    String rule = "from: [{source: {ipBlocks: ['192.0.2.0/24']}}]";
    List<Difference> all = differences(mesh("x"), mesh("x", policy("DENY", rule)));
    assertThat(all)
        .anySatisfy(difference ->
            assertThat(((Client.AtGateway) witness(difference).from()).address())
                .isEqualTo("192.0.2.0"));
  }

  private static String trusting(int proxies) {
    return "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'istio', namespace:"
        + " 'istio-system'}, data: {mesh: 'defaultConfig: {gatewayTopology: {numTrustedProxies: "
        + proxies
        + "}}'}}";
  }

  @Test
  void whereTrustedProxiesSayThatAClientIsIsPartOfTheWitness() {
    String rule = "from: [{source: {remoteIpBlocks: ['192.0.2.0/24']}}]";
    List<Difference> all =
        differences(mesh("x", trusting(2)), mesh("x", trusting(2), policy("DENY", rule)));
    assertThat(all)
        .anySatisfy(difference ->
            assertThat(witness(difference).request().header("x-forwarded-for"))
                .isEqualTo("192.0.2.0, 192.0.2.1"));
  }

  @Test
  void howManyProxiesAreTrustedIsADifference() {
    String rule = "from: [{source: {remoteIpBlocks: ['192.0.2.0/24']}}]";
    String policy = policy("DENY", rule);
    assertThat(differences(mesh("x", trusting(0), policy), mesh("x", trusting(1), policy)))
        .isNotEmpty();
    assertThat(differences(mesh("x", trusting(1), policy), mesh("x", trusting(1), policy)))
        .isEmpty();
  }

  @Test
  void aTokenThatIsCheckedIsRefusedWhereItDoesNotVerify() {
    assertThat(differences(mesh("x"), mesh("x", TOKENS)))
        .anySatisfy(difference ->
            assertThat(((Difference.Outcome.Changed) difference.outcome()).after().effect())
                .isInstanceOfSatisfying(
                    Effect.Reject.class, refused -> assertThat(refused.status()).isEqualTo(401)));
  }

  @Test
  void aRuleForAClaimIsWitnessedByATokenThatHasIt() {
    List<Difference> all = differences(mesh("alpha", TOKENS), mesh("beta", TOKENS));
    assertThat(all)
        .extracting(difference ->
            Objects.requireNonNull(witness(difference).from().caller().token())
                .claims()
                .path("group")
                .asText())
        .containsExactlyInAnyOrder("alpha", "beta");
  }

  @Test
  void aPolicyThatStaysIsNoDifference() {
    ResolvedMesh same = mesh("x", TOKENS, policy("ALLOW", ADMIN));
    assertThat(differences(same, mesh("x", TOKENS, policy("ALLOW", ADMIN)))).isEmpty();
  }

  @Test
  void rulesForWhatIsRefusedOnBothSidesMakeNoDifference() {
    String everything = policy("DENY", "");
    assertThat(differences(mesh("x", everything), mesh("y", everything))).isEmpty();
  }

  @Test
  void rulesAreShownByARequestThatPoliciesLetIn() {
    String open = policy("ALLOW", "to: [{operation: {paths: ['/open']}}]");
    List<Difference> all = differences(mesh("x", TOKENS, open), mesh("y", TOKENS, open));
    assertThat(all)
        .isNotEmpty()
        .allSatisfy(difference -> {
          assertThat(witness(difference).request().path()).isEqualTo("/open");
        });
  }
}
