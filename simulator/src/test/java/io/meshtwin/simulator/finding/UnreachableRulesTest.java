package io.meshtwin.simulator.finding;

import static io.meshtwin.simulator.Meshes.mesh;
import static io.meshtwin.simulator.Meshes.route;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnreachableRulesTest {
  private static final String CART = "backendRefs: [{name: 'cart', port: 80}]}";

  @Test
  void aRuleBehindOneThatTakesAllOfItIsFoundWithThatOne() {
    List<Finding> found = found("[{" + CART + ", {matches: [{path: {value: '/'}}], " + CART + "]");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().field()).isEqualTo("spec.rules[1].matches[0]");
    assertThat(found.getFirst().message()).contains("HTTPRoute shop/cart spec.rules[0] takes all");
  }

  @Test
  void theSmallestSetOfBlockersIsNamed() {
    List<Finding> found =
        found(
            "["
                + rule("RegularExpression", "/v[0-9]*[02468]x")
                + rule("RegularExpression", "/v[0-9]*[13579]x")
                + rule("RegularExpression", "/w.*")
                + rule("RegularExpression", "/v[0-9]+x")
                + "{"
                + CART
                + "]");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().field()).isEqualTo("spec.rules[3].matches[0]");
    assertThat(found.getFirst().message())
        .contains("spec.rules[0]", "spec.rules[1]", " together take all")
        .doesNotContain("spec.rules[2]");
  }

  @Test
  void aPathThatNormalisationNeverGivesIsNeverReached() {
    List<Finding> found = found("[" + rule("Exact", "/%41") + "{" + CART + "]");
    assertThat(found)
        .extracting(Finding::message)
        .singleElement()
        .asString()
        .contains("normalised");
  }

  @Test
  void aHeaderThatMustBothBeAndNotBeIsSaidToContradictItself() {
    String match = "{headers: {x: {exact: 'a'}}, withoutHeaders: {x: {prefix: 'a'}}}";
    String virtual =
        "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'cart',"
            + " namespace: 'shop'}, spec: {hosts: ['cart'], http: [{match: ["
            + match
            + "], route: [{destination: {host: 'cart'}}]}, {route: [{destination: {host:"
            + " 'cart'}}]}]}}";
    List<JsonNode> objects =
        Stream.of(service("cart"), workload("cart"), virtual).map(Meshes::json).toList();
    var mesh = ResolvedMesh.of(Meshes.image(objects), Dialect.ISTIO);
    assertThat(MeshDiagnosis.of(mesh))
        .filteredOn(finding -> finding.code() == FindingCode.RULE_UNREACHABLE)
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("no header x is all that it asks for")
        .doesNotContain("normalised");
  }

  @Test
  void aRuleOfWhichThatCannotBeDecidedIsFoundWithTheExpressions() {
    String far = rule("RegularExpression", "/(a|b)*a(a|b){20}c");
    String near = rule("RegularExpression", "/(a|b)*a(a|b){20}(c|d)");
    var mesh = mesh(service("cart"), workload("cart"), route("[" + far + near + "{" + CART + "]"));
    assertThat(MeshDiagnosis.of(mesh))
        .filteredOn(finding -> finding.code() == FindingCode.RULE_NOT_DECIDED)
        .extracting(finding -> finding.field() + " " + finding.message())
        .anyMatch(text -> text.startsWith("spec.rules[1]") && text.contains("(a|b){20}(c|d)"));
  }

  @Test
  void whatAnExpressionTakesThatNobodyReadsIsNotKnown() {
    assertThat(found("[" + rule("RegularExpression", "/(?!x)y") + "{" + CART + "]")).isEmpty();
  }

  @Test
  void aRuleThatIsReachedByOneHeaderAloneIsNotFound() {
    String header = "{matches: [{headers: [{name: 'a', value: 'b'}]}], " + CART + ", {" + CART;
    assertThat(found("[" + header + "]")).isEmpty();
  }

  private static String rule(String type, String path) {
    return "{matches: [{path: {type: '%s', value: '%s'}}], ".formatted(type, path) + CART + ", ";
  }

  private static List<Finding> found(String rules) {
    var mesh = mesh(service("cart"), workload("cart"), route(rules));
    return MeshDiagnosis.of(mesh).stream()
        .filter(finding -> finding.code() == FindingCode.RULE_UNREACHABLE)
        .toList();
  }
}
