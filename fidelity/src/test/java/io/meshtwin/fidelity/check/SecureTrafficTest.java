package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.ParentRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of clients, TLS to backends and upgrades, on a real Envoy. */
@UsesEnvoy
class SecureTrafficTest {
  private static final String MESH =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: edge, namespace: shop}
      spec:
        gatewayClassName: any
        tls:
          frontend:
            default: {validation: {caCertificateRefs: [{group: "", kind: ConfigMap, name: ca}]}}
            perPort:
            - port: 8443
              tls:
                validation:
                  mode: AllowInsecureFallback
                  caCertificateRefs: [{group: "", kind: ConfigMap, name: ca}]
        listeners:
        - {name: http, port: 80, protocol: HTTP}
        - {name: strict, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: cert}]}}
        - {name: lenient, port: 8443, protocol: HTTPS, tls: {certificateRefs: [{name: cert}]}}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: cert, namespace: shop}
      type: kubernetes.io/tls
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: ca, namespace: shop}
      data: {ca.crt: "AUTHORITY"}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: web, namespace: shop}
      spec:
        parentRefs: [{name: edge}]
        rules:
        - matches: [{path: {value: /secret}}]
          backendRefs: [{name: vault, port: 443}]
        - backendRefs: [{name: cart, port: 80}]
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: BackendTLSPolicy
      metadata: {name: vault, namespace: shop}
      spec:
        targetRefs: [{group: "", kind: Service, name: vault}]
        validation:
          hostname: vault.example
          caCertificateRefs: [{group: "", kind: ConfigMap, name: ca}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: vault, namespace: shop}
      spec: {selector: {app: vault}, ports: [{name: https, port: 443, targetPort: 8443}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: vault, namespace: shop}
      spec: {template: {metadata: {labels: {app: vault}}, spec: {containers: []}}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: shop}
      spec: {template: {metadata: {labels: {app: cart}}, spec: {containers: []}}}
      """;

  private static final ClientCertificate TRUSTED = new ClientCertificate.Described(true, List.of());
  private static final ClientCertificate OTHER = new ClientCertificate.Described(false, List.of());

  private final Proof proof;

  SecureTrafficTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  @Test
  void aListenerThatValidatesTakesTrustedCertificatesOnly() throws Exception {
    agree(https(443, TRUSTED), Verdict.Kind.FORWARDED);
    agree(https(443, OTHER), Verdict.Kind.REJECTED);
    agree(https(443, null), Verdict.Kind.REJECTED);
  }

  @Test
  void anInsecureFallbackTakesEverybody() throws Exception {
    agree(https(8443, TRUSTED), Verdict.Kind.FORWARDED);
    agree(https(8443, OTHER), Verdict.Kind.FORWARDED);
    agree(https(8443, null), Verdict.Kind.FORWARDED);
  }

  @Test
  void aBackendWithAPolicyIsSpokenToInTlsByItsName() throws Exception {
    FidelityReport report = agree(http("/secret", Map.of()), Verdict.Kind.FORWARDED);
    assertThat(report.features()).containsKey("TLS to backends");
  }

  @Test
  void aWebSocketIsUpgradedThroughTheProxy() throws Exception {
    Map<String, String> upgrade =
        Map.of(
            "connection", "Upgrade",
            "upgrade", "websocket",
            "sec-websocket-version", "13",
            "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    agree(http("/ws", upgrade), Verdict.Kind.FORWARDED);
  }

  private FidelityReport agree(Call call, Verdict.Kind kind) throws Exception {
    String authority = Authority.named("ca").pem().replace("\n", "\\n");
    ResolvedMesh mesh = Meshes.of(MESH.replace("AUTHORITY", authority));
    assertThat(new Simulator(mesh).verdict(call).kind()).isEqualTo(kind);
    return proof.agree(mesh, call);
  }

  private static Call https(int port, @Nullable ClientCertificate certificate) {
    var handshake = new Handshake("shop.example", certificate);
    return call(port, Call.Protocol.HTTPS, handshake, "/", Map.of());
  }

  private static Call http(String path, Map<String, String> headers) {
    return call(80, Call.Protocol.HTTP, null, path, headers);
  }

  private static Call call(
      int port,
      Call.Protocol protocol,
      @Nullable Handshake handshake,
      String path,
      Map<String, String> headers) {
    var edge =
        new ResourceKey(ResourceKey.LOCAL, ParentRef.GATEWAY_GROUP, "Gateway", "shop", "edge");
    String scheme = protocol == Call.Protocol.HTTPS ? "https" : "http";
    var request = new Request("GET", scheme, "shop.example", path, null, Headers.of(headers));
    var client = new Client.AtGateway(edge, null);
    return new Call(client, new Dial.ToHost("shop.example", port), protocol, handshake, request);
  }
}
