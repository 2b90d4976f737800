package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A kind with a slip in its name is one that nothing is known of, and a change that does nothing.
 */
class MistypedKindTest {
  @TempDir Path directory = Path.of("");

  private String said(String version, String kind) {
    var shop = new Shop(directory);
    String change =
        shop.write(
            "change.yaml",
            "apiVersion: %s\nkind: %s\nmetadata: {name: cart, namespace: shop}\n"
                .formatted(version, kind));
    return Ran.command("preview", "--mesh", shop.mesh(), "-f", change).err();
  }

  @ParameterizedTest
  @CsvSource({
    "v1, Servce, Service",
    "gateway.networking.k8s.io/v1, HttpRoute, HTTPRoute",
    "gateway.networking.k8s.io/v1, HTTPRoutes, HTTPRoute",
    "networking.istio.io/v1, Virtualservice, VirtualService"
  })
  void theNearestKindOfTheGroupIsNamed(String version, String kind, String meant) {
    assertThat(said(version, kind)).contains("1 %s (did you mean %s?)".formatted(kind, meant));
  }

  @ParameterizedTest
  @CsvSource({
    "v1, Endpoints",
    "apps/v1, ReplicaSet",
    "gateway.networking.k8s.io/v1alpha2, BackendLBPolicy",
    "networking.istio.io/v1alpha3, EnvoyFilter",
    "serving.knative.dev/v1, Service"
  })
  void kindsThatThereAreAreNotTakenForOthers(String version, String kind) {
    assertThat(said(version, kind)).contains("1 " + kind).doesNotContain("did you mean");
  }
}
