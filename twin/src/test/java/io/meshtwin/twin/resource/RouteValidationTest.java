package io.meshtwin.twin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * What the CRDs of routes and grants, and core validation of ports, refuse is found at its field.
 */
class RouteValidationTest {
  private static List<String> invalid(String kind, String spec) {
    String core = kind.equals("Service") ? "v1" : "gateway.networking.k8s.io/v1";
    return invalid(core, kind, spec);
  }

  private static List<String> invalid(String version, String kind, String spec) {
    String manifest =
        "{apiVersion: %s, kind: %s, metadata: {name: x, namespace: shop}, spec: {%s}}"
            .formatted(version, kind, spec);
    return ResourceReader.read(Meshes.applied(manifest).getFirst().manifest(), null)
        .findings()
        .stream()
        .filter(finding -> finding.code() == FindingCode.INVALID_FIELD)
        .map(Finding::field)
        .toList();
  }

  private static String times(int count, String entry) {
    return IntStream.range(0, count)
        .mapToObj(i -> entry.replace("#", String.valueOf(i)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/specs/refused.txt", delimiter = '|', quoteCharacter = '`')
  void aSpecThatIsRefusedIsFoundAtItsFieldAlone(String kind, String spec, String field) {
    assertThat(invalid(kind, spec)).containsExactly("spec." + field);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/specs/accepted.txt", delimiter = '|', quoteCharacter = '`')
  void aSpecThatIsAcceptedHasNoFinding(String kind, String spec) {
    assertThat(invalid(kind, spec)).isEmpty();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/specs/names.txt", delimiter = '|')
  void aNameThatIsRefusedIsFound(String kind, String name, String taken) {
    String core = kind.equals("Service") ? "v1" : "gateway.networking.k8s.io/v1";
    String manifest =
        "{apiVersion: %s, kind: %s, metadata: {name: '%s', namespace: shop}, spec: {}}"
            .formatted(core, kind, name);
    List<String> fields =
        ResourceReader.read(Meshes.applied(manifest).getFirst().manifest(), null)
            .findings()
            .stream()
            .map(Finding::field)
            .filter(field -> field.startsWith("metadata"))
            .toList();
    assertThat(fields).isEqualTo(taken.equals("yes") ? List.of() : List.of("metadata.name"));
  }

  /** The API server says so only where it really allocates the port. */
  @Test
  void aNodePortIsAPort() {
    assertThat(invalid("Service", "type: NodePort, ports: [{port: 80, nodePort: 70000}]"))
        .containsExactly("spec.ports[0].nodePort");
  }

  @Test
  void listsHaveTheirMost() {
    assertThat(invalid("HTTPRoute", "rules: " + times(17, "{name: r#}")))
        .containsExactly("spec.rules");
    assertThat(invalid("HTTPRoute", "hostnames: " + times(17, "h#")))
        .containsExactly("spec.hostnames");
    assertThat(invalid("HTTPRoute", "parentRefs: " + times(33, "{name: g#}")))
        .containsExactly("spec.parentRefs");
    assertThat(
            invalid("HTTPRoute", "rules: [{backendRefs: " + times(17, "{name: s, port: #}") + "}]"))
        .contains("spec.rules[0].backendRefs");
    assertThat(
            invalid(
                "HTTPRoute",
                "rules: [{matches: [{headers: " + times(17, "{name: h#, value: v}") + "}]}]"))
        .containsExactly("spec.rules[0].matches[0].headers");
    assertThat(
            invalid(
                "HTTPRoute",
                "rules: [{filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: "
                    + times(17, "h#")
                    + "}}]}]"))
        .containsExactly("spec.rules[0].filters[0].requestHeaderModifier.remove");
  }

  @Test
  void aRouteHasSixtyFourMatchesARuleAndTwiceAsManyInAll() {
    String rule = "{matches: " + times(64, "{method: GET}") + "}";
    assertThat(invalid("HTTPRoute", "rules: [" + rule + ", " + rule + "]")).isEmpty();
    assertThat(invalid("HTTPRoute", "rules: [" + rule + ", " + rule + ", {}]"))
        .containsExactly("spec.rules");
    assertThat(
            invalid("GRPCRoute", "rules: [" + rule.replace("method: GET", "headers: []") + ", {}]"))
        .isEmpty();
    assertThat(invalid("HTTPRoute", "rules: [{matches: " + times(65, "{method: GET}") + "}]"))
        .containsExactly("spec.rules[0].matches");
  }

  @Test
  void aTextHasItsLongestLength() {
    String path = "rules: [{matches: [{path: {value: '/%s'}}]}]";
    assertThat(invalid("HTTPRoute", path.formatted("a".repeat(1023)))).isEmpty();
    assertThat(invalid("HTTPRoute", path.formatted("a".repeat(1024))))
        .containsExactly("spec.rules[0].matches[0].path.value");
    String header = "rules: [{matches: [{headers: [{name: a, value: '%s'}]}]}]";
    assertThat(invalid("HTTPRoute", header.formatted("a ".repeat(2047) + "b"))).isEmpty();
    assertThat(invalid("HTTPRoute", header.formatted("a".repeat(4097))))
        .containsExactly("spec.rules[0].matches[0].headers[0].value");
  }

  @Test
  void theAlphaVersionOfAStreamRouteMayHaveSeveralRules() {
    String rule = "{name: r#, backendRefs: [{name: s, port: 80}]}";
    String spec = "rules: " + times(2, rule);
    assertThat(invalid("gateway.networking.k8s.io/v1alpha2", "TCPRoute", spec)).isEmpty();
    assertThat(invalid("TCPRoute", spec)).containsExactly("spec.rules");
  }
}
