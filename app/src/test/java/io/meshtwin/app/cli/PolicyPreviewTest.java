package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may enter, before and after a policy. */
class PolicyPreviewTest {
  private static final String PROXY =
      "template: {metadata: {annotations: {sidecar.istio.io/status: '{}'}, ";

  @TempDir Path directory = Path.of("");
  private Shop shop = new Shop(directory);

  @BeforeEach
  void open() {
    shop = new Shop(directory);
  }

  private String mesh() {
    return shop.write("mesh.yaml", Shop.MESH.replace("template: {metadata: {", PROXY));
  }

  private String policy(String spec) {
    return shop.write(
        "policy.yaml",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: guests, namespace: shop}
        spec: {%s}
        """
            .formatted(spec));
  }

  private Ran preview(String change) {
    return Ran.command("preview", "--mesh", mesh(), "-f", change, "--dialect", "istio");
  }

  @Test
  void aRefusalSaysWhy() {
    Ran ran = preview(policy("rules: [{to: [{operation: {methods: [GET]}}]}]"));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("breaks  shop/cart:80  who may enter: for example ")
        .contains("rbac 403 (no ALLOW policy takes it: the implicit deny)")
        .contains("cause   AuthorizationPolicy shop/guests")
        .doesNotContain("(0 workloads)");
  }

  @Test
  void aPolicyThatNamesItselfIsNamed() {
    Ran ran = preview(policy("action: DENY, rules: [{to: [{operation: {methods: [PUT]}}]}]"));
    assertThat(ran.out())
        .contains("who may enter: for example PUT /")
        .contains("rbac 403 (denied by AuthorizationPolicy shop/guests)");
  }

  @Test
  void anAddressIsSaidWhereItMatters() {
    String rule = "action: DENY, rules: [{from: [{source: {ipBlocks: [192.0.2.0/24]}}]}]";
    assertThat(preview(policy(rule)).out())
        .contains("who may enter: for example GET / from 192.0.2.0")
        .doesNotContain("203.0.113.77");
  }

  @Test
  void twoWaysOfBeingRefusedAreNoLossOfSecurity() {
    String strict =
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: shop}
        spec: {mtls: {mode: STRICT}}
        """;
    Ran ran = preview(shop.write("strict.yaml", strict));
    assertThat(ran.out())
        .contains("mtls (the port takes mutual TLS only)")
        .doesNotContain("weakens-security");
  }
}
