package io.meshtwin.twin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshtwin.twin.Meshes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static Manifest of(String yaml) {
    return Meshes.applied(yaml).getFirst().manifest();
  }

  @Test
  void aSecretKeepsItsKeysAndNothingOfItsValues() {
    Manifest secret =
        of(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: s}
            type: Opaque
            data: {password: aHVudGVyMg==}
            stringData: {token: hunter2}
            """);
    assertThat(secret.json()).contains("password", "token", "Opaque");
    assertThat(secret.json()).doesNotContain("aHVudGVyMg", "hunter2");
  }

  @Test
  void whatTheApiServerAddsForItselfDoesNotChangeTheDigest() {
    String plain = "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: []}}";
    String listed =
        """
        apiVersion: v1
        kind: Service
        spec: {ports: []}
        metadata:
          name: s
          namespace: default
          uid: 1-2-3
          resourceVersion: "7"
          generation: 3
          managedFields: [{manager: kubectl}]
          annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
        status: {loadBalancer: {}}
        """;
    assertThat(of(listed)).isEqualTo(of(plain));
  }

  @Test
  void aPodIsReducedToWhatAMeshCanDependOn() {
    Manifest pod =
        of(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, labels: {app: a}}
            spec:
              nodeName: n1
              serviceAccountName: sa
              volumes: [{name: v}]
              securityContext: {runAsUser: 4711, fsGroup: 1234}
              containers: [{name: c, image: secret-image, ports: [{containerPort: 80}]}]
            status:
              podIP: 10.0.0.1
              phase: Running
              conditions: [{type: Ready, status: "True", lastProbeTime: x}, {type: Other}]
              startTime: "2026-01-01T00:00:00Z"
            """);
    assertThat(pod.json())
        .contains("10.0.0.1", "Ready", "containerPort", "sa", "4711")
        .doesNotContain(
            "fsGroup", "secret-image", "volumes", "startTime", "lastProbeTime", "Other");
  }

  @Test
  void aNodeIsReducedToWhereItIs() {
    Manifest node =
        of(
            """
            apiVersion: v1
            kind: Node
            metadata:
              name: n1
              annotations: {csi.volume.kubernetes.io/nodeid: x}
              labels: {topology.kubernetes.io/zone: eu-1, kubernetes.io/hostname: n1}
            spec: {podCIDR: 10.244.0.0/24}
            status: {conditions: [{type: Ready, lastHeartbeatTime: "2026-01-01T00:00:00Z"}]}
            """);
    assertThat(node.json())
        .isEqualTo(
            "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"labels\":"
                + "{\"topology.kubernetes.io/zone\":\"eu-1\"},\"name\":\"n1\"}}");
  }

  @Test
  void normalisingTwiceChangesNothing() {
    Manifest once = of(Meshes.service("shop", "cart"));
    assertThat(Manifest.of(ResourceKey.LOCAL, once.body())).isEqualTo(once);
  }

  @Test
  void aMissingNameIsToldWithItsField() {
    assertThatThrownBy(() -> of("{apiVersion: v1, kind: Service, metadata: {}}"))
        .isInstanceOfSatisfying(
            MalformedManifestException.class, e -> assertThat(e.field()).isEqualTo("metadata.name"))
        .hasMessage("metadata.name is missing");
  }

  @Test
  void aKeySurvivesItsPath() {
    var key = new ResourceKey("east", "", "Service", "shop", "cart");
    assertThat(key.path()).isEqualTo("east/core/Service/shop/cart");
    assertThat(ResourceKey.parse(key.path())).isEqualTo(key);
    var scoped = new ResourceKey("east", "a.b", "GatewayClass", "", "istio");
    assertThat(ResourceKey.parse(scoped.path())).isEqualTo(scoped);
  }

  @Test
  void aStoredManifestHasTheAgeThatItHadWhenItWasNormalised() throws Exception {
    for (String metadata :
        List.of(
            "\"creationTimestamp\":\"2026-02-03T04:05:06Z\"",
            "\"annotations\":{\"a\":\"\\\"metadata\\\":{\"},\"creationTimestamp\":\"2026-02-03T04:05:06Z\"",
            "\"creationTimestamp\":\"yesterday\"},\"extra\":{\"metadata\":{\"name\":\"x\"}",
            "\"creationTimestamp\":\"yesterday\"",
            "\"labels\":{\"creationTimestamp\":\"2026-02-03T04:05:06Z\"}")) {
      String json =
          "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"far\":\""
              + "x".repeat(200)
              + "\",\"metadata\":{}},\"metadata\":{\"name\":\"n\","
              + metadata
              + "}}";
      Manifest manifest = Manifest.of(ResourceKey.LOCAL, new ObjectMapper().readTree(json));
      Manifest stored = Manifest.stored(manifest.key(), manifest.bytes());
      assertThat(stored.created()).as(json).isEqualTo(created(manifest.body()));
      assertThat(stored.digest()).isEqualTo(manifest.digest());
      assertThat(stored.body()).isEqualTo(manifest.body());
    }
  }

  @Test
  void theAgeOfAVersionIsTheSameWhicheverVersionItIsComparedWith() throws Exception {
    var versions = new ArrayList<Manifest>();
    for (String before :
        List.of("", "\"addressType\":\"IPv4\",", "\"data\":{\"x\":\",\\\"metadata\\\":{\"},")) {
      for (String first :
          List.of(
              "",
              "\"annotations\":{\"a\":\"b\"},",
              "\"creationTimestamp\":\"2026-02-03T04:05:06Z\",",
              "\"creationTimestamp\":\"2027-02-03T04:05:06Z\",",
              "\"creationTimestamp\":\"2026-02-03T04:05:06.5Z\",")) {
        for (String behind : List.of("", ",\"ports\":[{\"metadata\":{\"name\":\"n\"}}]")) {
          String json =
              "{%s\"apiVersion\":\"v1\",\"kind\":\"Thing\",\"metadata\":{%s\"name\":\"n\"}%s}"
                  .formatted(before, first, behind);
          versions.add(Manifest.of(ResourceKey.LOCAL, new ObjectMapper().readTree(json)));
        }
      }
    }
    for (Manifest one : versions) {
      for (Manifest other : versions) {
        Manifest stored = Manifest.stored(other.key(), other.bytes());
        assertThat(stored.created(one))
            .as("%s after %s", other.json(), one.json())
            .isEqualTo(created(other.body()));
      }
    }
  }

  private static @Nullable Instant created(JsonNode body) {
    try {
      return Instant.parse(body.path("metadata").path("creationTimestamp").asText());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
