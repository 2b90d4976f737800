package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesEnvoy
class ConfirmTest {
  /** Clients of a namespace with a route of its own, and without a Pod. */
  private static final String LONELY =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: cart, namespace: lonely}
      spec:
        parentRefs: [{group: "", kind: Service, namespace: shop, name: cart}]
        rules:
        - matches: [{path: {type: PathPrefix, value: /cart}}]
          backendRefs: [{namespace: shop, name: cart-v2, port: 80}]
      """;

  private final EnvoyBinary envoy;
  @TempDir Path directory = Path.of("");

  ConfirmTest(EnvoyBinary envoy) {
    this.envoy = envoy;
  }

  private Ran confirmed(String... arguments) {
    return confirmed(envoy.path(), arguments);
  }

  private static Ran confirmed(Path envoy, String... arguments) {
    var all = new ArrayList<>(List.of("preview", "--confirm"));
    all.addAll(List.of(arguments));
    return Ran.in(Map.of("ENVOY", envoy.toString()), "", all.toArray(String[]::new));
  }

  @Test
  void everyWitnessIsReplayedOnARealEnvoyBeforeAndAfter() {
    var shop = new Shop(directory);
    Ran ran = confirmed("--mesh", shop.mesh(), "-f", shop.canary(), "-o", "json");
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    int changed = ran.json().at("/summary/changed").asInt();
    assertThat(changed).isPositive();
    for (String side : new String[] {"before", "after"}) {
      assertThat(ran.json().at("/confirmation/" + side + "/checked").asInt()).isEqualTo(changed);
      assertThat(ran.json().at("/confirmation/" + side + "/agreed").asInt()).isEqualTo(changed);
    }
    assertThat(SchemaCheck.problems("preview", ran.json())).isEmpty();
  }

  @Test
  void aPodIsAddedForClientsOfWhichTheMeshHasNone() {
    var shop = new Shop(directory);
    String lonely = shop.write("lonely.yaml", LONELY);
    Ran ran = confirmed("--mesh", shop.mesh(), "-f", lonely);
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.out())
        .contains("workloads to come in namespace lonely", "  envoy   confirmed before and after\n")
        .contains("confirms 2 of 2 witnesses before the change, and 2 of 2 after it");
  }

  @Test
  void clientsWithoutASidecarSendByThemselvesAndWhatIsNotReplayedSaysWhy() {
    Path examples = SourceTree.root().resolve("examples");
    String policy = examples.resolve("changes/policy.yaml").toString();
    Ran ran =
        confirmed(
            "--mesh",
            examples.resolve("shop").toString(),
            "-f",
            policy,
            "--dialect",
            "istio",
            "-o",
            "json");
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.json().findValuesAsText("group")).contains("clients without a sidecar");
    int witnesses = ran.json().path("differences").size();
    JsonNode confirmation = ran.json().path("confirmation");
    assertThat(confirmation.at("/before/agreed").asInt()).isEqualTo(witnesses);
    assertThat(confirmation.at("/after/setAside").size() + confirmation.at("/after/agreed").asInt())
        .isEqualTo(witnesses);
    assertThat(confirmation.at("/after/setAside").findValuesAsText("reason"))
        .contains("policies that read addresses: all connections come from 127.0.0.1");
  }

  private static final String LIMITED =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: cart, namespace: shop}
      spec:
        parentRefs: [{group: "", kind: Service, name: cart}]
        rules: [{backendRefs: [{name: cart, port: 80}], timeouts: {request: %s}}]
      """;

  /** What Envoy says of the time limit of all requests to the cart, made another one. */
  private Ran limited(String before, String after, String... more) {
    var shop = new Shop(directory);
    var arguments =
        new ArrayList<>(
            List.of(
                "--mesh",
                shop.mesh(),
                "--mesh",
                shop.write("was.yaml", LIMITED.formatted(before)),
                "-f",
                shop.write("is.yaml", LIMITED.formatted(after))));
    arguments.addAll(List.of(more));
    return confirmed(arguments.toArray(String[]::new));
  }

  @Test
  void aTimeLimitThatNobodyWaitsForIsNotConfirmedByAnAnswer() {
    Ran ran = limited("300ms", "10s", "-o", "json", "-o", "table=" + directory.resolve("table"));
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    JsonNode confirmation = ran.json().path("confirmation");
    assertThat(confirmation.at("/before/confirmed").asInt()).isEqualTo(1);
    assertThat(confirmation.at("/before/partly")).isEmpty();
    assertThat(confirmation.at("/after/confirmed").asInt()).isZero();
    assertThat(confirmation.at("/after/partly/0/id").asText()).isEqualTo("d1");
    assertThat(confirmation.at("/after/partly/0/notShown/0").asText()).isEqualTo("time limits");
    assertThat(SchemaCheck.problems("preview", ran.json())).isEmpty();
    assertThat(directory.resolve("table"))
        .content()
        .contains("  envoy   before: confirmed; after: confirmed but for time limits\n")
        .contains("confirms 1 of 1 witnesses before the change, and 0 of 1 after it");
  }

  @Test
  void theAgreementIsInEveryFormat() throws IOException {
    var shop = new Shop(directory);
    List<String> formats = List.of("table", "yaml", "markdown", "junit", "sarif", "github");
    var arguments = new ArrayList<>(List.of("--mesh", shop.mesh(), "-f", shop.canary()));
    formats.forEach(it -> arguments.addAll(List.of("-o", it + "=" + directory.resolve(it))));
    assertThat(confirmed(arguments.toArray(String[]::new)).code()).isEqualTo(1);
    for (String format : formats) {
      String said = format.equals("yaml") ? "confirmation:" : "confirms 1 of 1 witnesses";
      assertThat(Files.readString(directory.resolve(format))).contains(said);
    }
  }

  @Test
  void aPreviewIsPrintedAlsoWhenEnvoyDoesNotRun() throws IOException {
    var shop = new Shop(directory);
    Path dying =
        Files.createFile(
            directory.resolve("envoy"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(
        dying,
        "#!/bin/sh\n[ \"$1\" = --version ] && exec '%s' --version\nexec '%s' --no-such-option\n"
            .formatted(envoy.path(), envoy.path()));
    Ran ran = confirmed(dying, "--mesh", shop.mesh(), "-f", shop.canary());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out())
        .startsWith("reroutes: 1 of")
        .contains("  envoy   not replayed, Envoy did not run it before and after\n")
        .contains("confirms 0 of 1 witnesses before the change, and 0 of 1 after it")
        .contains("before the change: nothing was replayed: ");
    assertThat(ran.err()).contains("Envoy does not confirm what was predicted");
  }
}
