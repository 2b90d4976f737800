package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Policies read the path that a rewrite left. */
class RewrittenPathsTest {
  private static ResolvedMesh mesh(String rewrite, String path) {
    String rules =
        "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'cart',"
            + " namespace: 'shop'}, spec: {hosts: ['cart'], http: [{match: [{uri: {prefix:"
            + " '/old/'}}], rewrite: {"
            + rewrite
            + "}, route: [{destination: {host: 'cart'}}]}]}}";
    String policy =
        "{apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {name: 'p',"
            + " namespace: 'shop'}, spec: {selector: {matchLabels: {app: 'cart'}}, action: 'DENY',"
            + " rules: [{to: [{operation: {paths: ['"
            + path
            + "']}}]}]}}";
    Stream<String> all =
        Stream.of(
            Meshes.service("cart"), Meshes.workload("cart"), Meshes.workload("web"), rules, policy);
    return ResolvedMesh.of(Meshes.image(all.map(Meshes::json).toList()), Dialect.ISTIO);
  }

  private static List<String> witnesses(String rewrite, String before, String after) {
    return Differ.preview(mesh(rewrite, before), mesh(rewrite, after)).differences().stream()
        .filter(difference -> difference.clients().workloads() > 0)
        .map(difference -> Objects.requireNonNull(difference.changed()))
        .map(changed -> changed.witness().request().path())
        .toList();
  }

  @Test
  void aPathBehindAnotherPrefixIsFound() {
    assertThat(witnesses("uri: '/'", "/nowhere", "/admin")).contains("/old/admin");
    assertThat(witnesses("uri: '/new/'", "/nowhere", "/new/x*")).contains("/old/xx");
    assertThat(witnesses("uri: '/new/'", "/nowhere", "*/end")).contains("/old/end");
    assertThat(witnesses("uri: '/new/'", "/nowhere", "/new/{*}/end")).contains("/old/a/end");
    String expression = "uriRegexRewrite: {match: '^/old/(.*)$', rewrite: '/\\\\1'}";
    assertThat(witnesses(expression, "/nowhere", "/admin")).contains("/old/admin");
  }

  @Test
  void aPathThatIsReplacedAsAWholeIsWhatPoliciesRead() {
    String whole = "uriRegexRewrite: {match: '^.*$', rewrite: '/new'}";
    assertThat(witnesses(whole, "/nowhere", "/new")).isNotEmpty();
    assertThat(witnesses(whole, "/nowhere", "/other")).isEmpty();
  }

  @Test
  void whatAnExpressionMakesOfPathsIsUnknownWherePoliciesReadIt() {
    String expression = "uriRegexRewrite: {match: '^/old/(.*)x', rewrite: '/new/\\\\1'}";
    assertThat(witnesses(expression, "/nowhere", "/other")).isEmpty();
    assertThat(Differ.preview(mesh(expression, "/nowhere"), mesh(expression, "/new/a")).unknown())
        .isPositive();
  }
}
