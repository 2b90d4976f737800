package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Meshes.mesh;
import static io.meshtwin.simulator.Meshes.route;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferTest {
  private static final String CART = "backendRefs: [{name: 'cart', port: 80}]";
  private static final String PAY = "backendRefs: [{name: 'pay', port: 80}]";

  @Test
  void movedWeightsReroute() {
    Preview preview = between("[{" + CART + "}]", "[{" + PAY + "}]");
    assertThat(preview.severity()).contains(Impact.REROUTES);
    assertThat(preview.changed()).isEqualTo(1);
  }

  @Test
  void aBackendThatDoesNotExistBreaks() {
    Preview preview = between("[{" + CART + "}]", "[{backendRefs: [{name: 'gone', port: 80}]}]");
    assertThat(preview.severity()).contains(Impact.BREAKS);
    assertThat(preview.findings().introduced()).isNotEmpty();
  }

  @Test
  void aServiceThatLosesItsPortBreaks() {
    Preview preview =
        Differ.preview(
            mesh(service("cart"), workload("cart")),
            mesh(service("cart").replace("port: 80", "port: 81"), workload("cart")));
    assertThat(preview.severity()).contains(Impact.BREAKS);
  }

  @Test
  void aFirstRuleForWhatWasNotFoundWidens() {
    String narrow = "[{matches: [{path: {value: '/a'}}], " + CART + "}]";
    assertThat(between(narrow, "[{" + CART + "}]").severity()).contains(Impact.WIDENS);
  }

  @Test
  void anotherTimeoutTunes() {
    String limited = "[{timeouts: {request: '5s'}, " + CART + "}]";
    assertThat(between("[{" + CART + "}]", limited).severity()).contains(Impact.TUNES);
  }

  @Test
  void theSameSharesInOtherNumbersAreNoDifference() {
    String small =
        "[{backendRefs: [{name: 'cart', port: 80, weight: 9}, {name: 'pay', port: 80}]}]";
    String large =
        "[{backendRefs: [{name: 'cart', port: 80, weight: 90}, {name: 'pay', port: 80, weight:"
            + " 10}]}]";
    assertThat(between(small, large).differences()).isEmpty();
  }

  @Test
  void aClassIsSaidInWordsAndHasAWitness() {
    String special =
        "[{matches: [{method: 'POST', path: {value: '/admin'}, headers: [{name: 'v', value:"
            + " 'two'}]}], "
            + PAY
            + "}, {"
            + CART
            + "}]";
    Difference difference = between("[{" + CART + "}]", special).differences().getFirst();
    assertThat(difference.requests()).isEqualTo("POST, path under /admin, header v = two");
    assertThat(difference.outcome())
        .isInstanceOfSatisfying(
            Outcome.Changed.class,
            changed -> assertThat(changed.witness().request().path()).isEqualTo("/admin"));
  }

  @Test
  void expressionsAreDecidedWithTheirFlagsAndBoundaries() {
    String flags = "[{matches: [{path: {type: 'RegularExpression', value: '(?i)/x\\\\b.*'}}], ";
    Preview preview = between("[{" + CART + "}]", flags + PAY + "}, {" + CART + "}]");
    assertThat(preview.unknown()).isZero();
    assertThat(preview.differences().getFirst().outcome())
        .isInstanceOfSatisfying(
            Outcome.Changed.class,
            changed -> assertThat(changed.witness().request().path()).isEqualToIgnoringCase("/x"));
  }

  @Test
  void anExpressionThatCannotBeDecidedIsReportedAndNeverTakenForEqual() {
    String far = "[{matches: [{path: {type: 'RegularExpression', value: '/(a|b)*a(a|b){20}c'}}], ";
    Preview preview = between("[{" + CART + "}]", far + PAY + "}, {" + CART + "}]");
    assertThat(preview.unknown()).isEqualTo(1);
    assertThat(preview.differences().getFirst().outcome())
        .isInstanceOfSatisfying(
            Outcome.Undecided.class,
            undecided -> assertThat(undecided.reason()).contains("{20}c").contains("shop/cart"));
  }

  /** What may match is unknown; the rest of the port is compared and proven. */
  @ParameterizedTest
  @ValueSource(strings = {"/img/\\\\C+", "/img/.{1000}.{1000}.{1000}.{1000}.{1000}"})
  void whatAnExpressionMayTakeThatIsNotReadIsUnknownAndNothingElse(String expression) {
    String rule =
        "[{matches: [{method: 'GET', path: {type: 'RegularExpression', value: '"
            + expression
            + "'}, headers: [{name: 'v', value: 'two'}]}], ";
    List<Difference> differences =
        between("[{" + CART + "}]", rule + PAY + "}, {" + CART + "}]").differences();
    assertThat(differences)
        .singleElement()
        .extracting(Difference::requests)
        .isEqualTo("GET, path beginning with /img/, header v = two");
  }

  @Test
  void aChangeOfWhatIsNotModelledIsUnknown() {
    String filter =
        "[{filters: [{type: 'ExtensionRef', extensionRef: {group: 'g', kind: 'K', name: '%s'}}], "
            + CART
            + "}]";
    Preview preview = between(filter.formatted("a"), filter.formatted("b"));
    assertThat(preview.changed()).isZero();
    assertThat(preview.unknown()).isEqualTo(1);
    assertThat(preview.differences())
        .singleElement()
        .satisfies(difference -> assertThat(difference.word()).isEqualTo("unknown"));
  }

  @Test
  void whatEarlierRulesTakeOfAClassIsSaid() {
    String match = "{matches: [{path: {value: '%s'}}], ";
    String rules =
        "["
            + "{matches: [{path: {value: '/a'}, headers: [{name: 'v', value: 'two'}]}], "
            + CART
            + "}, "
            + match.formatted("/a/b")
            + CART
            + "}, "
            + match.formatted("/c")
            + CART
            + "}, "
            + match.formatted("/a")
            + "%s}]";
    assertThat(between(rules.formatted(CART), rules.formatted(PAY)).differences())
        .extracting(Difference::requests)
        .containsExactly(
            "path under /a, but not (path under /a, header v = two) nor path under /a/b");
  }

  @Test
  void whatCannotReachADestinationIsNoCauseThere() {
    List<Difference> differences =
        Differ.preview(withPolicies("RANDOM"), withPolicies("LEAST_REQUEST")).differences();
    assertThat(differences).isNotEmpty();
    assertThat(differences)
        .allSatisfy(difference ->
            assertThat(difference.cause())
                .singleElement()
                .satisfies(cause ->
                    assertThat(difference.destination().toString())
                        .contains(cause.resource().name())));
  }

  private static ResolvedMesh withPolicies(String balancing) {
    String sidecar = "metadata: {annotations: {'sidecar.istio.io/status': '{}'}, labels";
    String rule =
        "{apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: {name: '%s',"
            + " namespace: 'shop'}, spec: {host: '%s', trafficPolicy: {loadBalancer: {simple:"
            + " '%s'}}}}";
    return ResolvedMesh.of(
        Meshes.image(
            Stream.of(
                    service("cart"),
                    workload("cart").replace("metadata: {labels", sidecar),
                    service("pay"),
                    workload("pay").replace("metadata: {labels", sidecar),
                    rule.formatted("cart", "cart", balancing),
                    rule.formatted("pay", "pay", balancing))
                .map(Meshes::json)
                .toList()),
        Dialect.ISTIO);
  }

  @Test
  void theDigestDoesNotDependOnHowOftenItIsAsked() {
    Preview once = between("[{" + CART + "}]", "[{" + PAY + "}]");
    Preview again = between("[{" + CART + "}]", "[{" + PAY + "}]");
    assertThat(once.digest()).isEqualTo(again.digest()).hasSize(64);
  }

  private static Preview between(String before, String after) {
    return Differ.preview(
        mesh(service("cart"), workload("cart"), service("pay"), workload("pay"), route(before)),
        mesh(service("cart"), workload("cart"), service("pay"), workload("pay"), route(after)));
  }
}
