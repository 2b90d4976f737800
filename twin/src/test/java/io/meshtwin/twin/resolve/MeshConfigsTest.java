package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.routing.Caveat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which control plane's settings hold for whom. */
class MeshConfigsTest {
  private static final String CLOSED = "outboundTrafficPolicy: {mode: REGISTRY_ONLY}";

  private static String config(String name, String text) {
    return """
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: NAME, namespace: istio-system}
    data: {mesh: "TEXT"}
    """
        .replace("NAME", name)
        .replace("TEXT", text);
  }

  private static String namespace(String revision) {
    return """
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio.io/rev: REVISION}}
    """
        .replace("REVISION", revision);
  }

  private static MeshConfigs.Settings settings(String... objects) {
    return new MeshConfigs(Meshes.image(String.join("", objects))).of(ClientScope.of("shop"));
  }

  @Test
  void aNamespaceHasTheSettingsOfTheRevisionThatItNames() {
    String both = config("istio", "{}") + config("istio-next", CLOSED);
    assertThat(settings(both, namespace("next")).config().outbound())
        .isEqualTo(MeshConfig.Outbound.REGISTRY_ONLY);
    assertThat(settings(both).config().outbound()).isEqualTo(MeshConfig.Outbound.ALLOW_ANY);
  }

  @Test
  void aPodsOwnLabelNamesItsRevisionWhereItsNamespaceSpeaksOfNoInjection() {
    String both = config("istio", "{}") + config("istio-next", CLOSED);
    var pod = ClientScope.of("shop").with(Map.of(MeshConfigs.REVISION, "next"));
    String injected =
        """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled, istio.io/rev: next}}
        """;
    assertThat(new MeshConfigs(Meshes.image(both)).of(pod).config().outbound())
        .isEqualTo(MeshConfig.Outbound.REGISTRY_ONLY);
    assertThat(new MeshConfigs(Meshes.image(both + namespace("other"))).of(pod).config().outbound())
        .isEqualTo(MeshConfig.Outbound.ALLOW_ANY);
    assertThat(new MeshConfigs(Meshes.image(both + injected)).of(pod).config().outbound())
        .isEqualTo(MeshConfig.Outbound.ALLOW_ANY);
  }

  @Test
  void theOnlyRevisionHoldsWhateverItsTagIs() {
    assertThat(settings(config("istio-next", CLOSED), namespace("stable")).config().outbound())
        .isEqualTo(MeshConfig.Outbound.REGISTRY_ONLY);
  }

  @Test
  void aTagAmongSeveralRevisionsIsNotKnown() {
    List<Caveat> unknown =
        settings(config("istio-a", "{}"), config("istio-b", CLOSED), namespace("stable"))
            .unmodelled();
    assertThat(unknown)
        .singleElement()
        .extracting(Caveat::reason)
        .asString()
        .contains("ConfigMap istio-system/istio-a, ConfigMap istio-system/istio-b", "stable");
  }

  @Test
  void whatIsReadOnceForTheMeshIsUnknownWhereARevisionSaysItOtherwise() {
    String both = config("istio", "{}") + config("istio-next", "trustDomain: next.example");
    assertThat(settings(both, namespace("next")).unmodelled())
        .singleElement()
        .extracting(Caveat::reason)
        .asString()
        .startsWith("trustDomain");
    assertThat(settings(both).unmodelled()).isEmpty();
  }
}
