package io.meshtwin.ingest.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.meshtwin.twin.event.Audited;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditReaderTest {
  private static final String PATCH =
      """
      {"auditID": "a1", "stage": "ResponseComplete", "verb": "patch",
       "requestURI": "/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes/cart",
       "user": {"username": "alice"}, "sourceIPs": ["192.0.2.7", "10.0.0.1"],
       "userAgent": "kubectl/v1.34", "responseStatus": {"code": 200},
       "objectRef": {"resource": "httproutes", "apiGroup": "gateway.networking.k8s.io",
                     "namespace": "shop", "name": "cart"},
       "annotations": {"authorization.k8s.io/reason": "RBAC: allowed"},
       "requestReceivedTimestamp": "2026-05-04T10:00:00.123456Z",
       "responseObject": {"kind": "HTTPRoute", "metadata": {"uid": "u1", "resourceVersion": "42"}}}
      """;

  @Test
  void aRecordedResponseSaysWhichVersionCameOfIt() {
    Audited audited = read(PATCH).events().getFirst();
    assertThat(audited.key()).hasToString("HTTPRoute shop/cart");
    assertThat(audited.provenance().actor().name()).isEqualTo("alice");
    assertThat(audited.provenance().resourceVersion()).isEqualTo("42");
    assertThat(audited.request())
        .isEqualTo(
            new Audited.Request(
                "a1", "patch", "192.0.2.7", "kubectl/v1.34", "", "RBAC: allowed", "u1"));
  }

  @Test
  void withoutAResponseNothingSaysWhichVersionCameOfIt() {
    Audited audited = read(PATCH.replace("responseObject", "other")).events().getFirst();
    assertThat(audited.provenance().resourceVersion()).isEmpty();
    assertThat(audited.request().uid()).isEmpty();
  }

  @Test
  void ofASecretNothingButItsNameIsRead() {
    String secret =
        PATCH
            .replace("httproutes", "secrets")
            .replace("gateway.networking.k8s.io\"", "\"")
            .replace(
                "\"kind\": \"HTTPRoute\"", "\"kind\": \"Secret\", \"data\": {\"a\": \"aHVudGVy\"}");
    Audited audited = read(secret).events().getFirst();
    assertThat(audited.key()).hasToString("Secret shop/cart");
    assertThat(audited.provenance().resourceVersion()).isEmpty();
    assertThat(audited.toString()).doesNotContain("aHVudGVy", "42", "u1");
  }

  @Test
  void whoActsInAnothersNameIsNamedBesideHim() {
    Audited audited =
        read(PATCH.replace("\"user\":", "\"impersonatedUser\": {\"username\": \"bob\"}, \"user\":"))
            .events()
            .getFirst();
    assertThat(audited.provenance().actor().name()).isEqualTo("bob");
    assertThat(audited.request().impersonator()).isEqualTo("alice");
  }

  @Test
  void whoDeletesACollectionIsToldOfEachResourceThatWent() {
    String deletion =
        """
        {"auditID": "a2", "stage": "ResponseComplete", "verb": "deletecollection",
         "requestURI": "/api/v1/namespaces/shop/pods?labelSelector=app%3Dcart",
         "user": {"username": "alice"}, "responseStatus": {"code": 200},
         "objectRef": {"resource": "pods", "namespace": "shop", "apiVersion": "v1"},
         "requestReceivedTimestamp": "2026-05-04T10:00:00.123456Z",
         "responseObject": {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "50"},
           "items": [{"metadata": {"name": "cart-1", "namespace": "shop", "uid": "u1"}},
                     {"metadata": {"name": "cart-2", "namespace": "shop", "uid": "u2"}}]}}
        """;
    assertThat(read(deletion).events())
        .extracting(
            audited -> audited.key().toString(),
            audited -> audited.provenance().actor().name(),
            audited -> audited.request().isDeletion(),
            audited -> audited.request().uid(),
            audited -> audited.provenance().resourceVersion())
        .containsExactly(
            tuple("Pod shop/cart-1", "alice", true, "u1", ""),
            tuple("Pod shop/cart-2", "alice", true, "u2", ""));
    assertThat(read(deletion.replace("responseObject", "other")))
        .isEqualTo(new AuditBatch(List.of(), 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"verb\": \"patch\"~\"verb\": \"get\"",
        "\"code\": 200~\"code\": 403",
        "ResponseComplete~RequestReceived",
        "httproutes/cart~httproutes/cart?dryRun=All",
        "\"resource\": \"httproutes\"~\"resource\": \"leases\"",
        "\"name\": \"cart\"~\"subresource\": \"status\""
      })
  void whatChangesNothingOfTheMeshIsPassedOver(String edit) {
    String[] parts = edit.split("~");
    AuditBatch batch = read(PATCH.replace(parts[0], parts[1]));
    assertThat(batch).isEqualTo(new AuditBatch(List.of(), 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"kind\": \"EventList\", \"items\": [hunter2",
        "{\"kind\": \"EventList\", \"apiVersion\": \"audit.k8s.io/v1beta1\", \"items\": []}",
        "{\"kind\": \"EventList\", \"apiVersion\": \"audit.k8s.io/v1\", \"items\": 3}"
      })
  void whatIsNoAuditLogIsRefusedAndNotQuoted(String body) {
    assertThatThrownBy(() -> parse(body))
        .isInstanceOf(AuditRefusedException.class)
        .hasMessageNotContaining("hunter2");
  }

  private static AuditBatch read(String item) {
    return parse(
        "{\"kind\": \"EventList\", \"apiVersion\": \"audit.k8s.io/v1\", \"metadata\": {}, \"items\": ["
            + item
            + "]}");
  }

  private static AuditBatch parse(String body) {
    try {
      return AuditReader.read(
          "local", new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
