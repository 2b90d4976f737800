package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.UpstreamTls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS that DestinationRules originate: what is asked for and shown in real handshakes. */
@UsesEnvoy
class OriginatedTlsTest {
  private static final String CLIENT =
      deployment("web")
          + """
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: istio, namespace: istio-system}
          data: {mesh: "{}"}
          """;

  private final Proof proof;

  OriginatedTlsTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  private static String deployment(String name) {
    return """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: NAME, namespace: shop}
    spec: {template: {metadata: {labels: {app: NAME}}, spec: {containers: []}}}
    """
        .replace("NAME", name);
  }

  /** A Service that a DestinationRule is for; its workloads have no sidecars. */
  private static String secured(String name, String spec) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: NAME, namespace: shop}
    spec:
      selector: {app: NAME}
      ports:
      - {name: http, port: 80, targetPort: 8080}
      - {name: http-b, port: 81, targetPort: 8081}
      - {name: unsaid, port: 82, targetPort: 8082}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: NAME, namespace: shop}
    spec: {host: NAME, SPEC}
    """
            .replace("NAME", name)
            .replace("SPEC", spec)
        + deployment(name).replace("{app:", "{sidecar.istio.io/inject: 'false', app:");
  }

  private static String tls(String settings) {
    return "trafficPolicy: {tls: {" + settings + "}}";
  }

  @Test
  void theNameThatTheRuleSaysIsAskedForAndExpected() throws Exception {
    String mesh =
        secured("bank", tls("mode: SIMPLE, sni: pay.example, subjectAltNames: [pay.example]"));
    assertThat(agreed(mesh, "bank", 80).sni()).isEqualTo("pay.example");
  }

  @Test
  void withoutANameHostIsAskedForAndExpected() throws Exception {
    assertThat(agreed(secured("bank", tls("mode: SIMPLE")), "bank", 80).sni()).isEmpty();
  }

  @Test
  void hostIsAskedForAsItIsWrittenAtAPortThatSaysNothingToo() throws Exception {
    String mesh = secured("bank", tls("mode: SIMPLE"));
    assertThat(agreed(mesh, "bank", 82).sni()).isEmpty();
    assertThat(agreed(mesh, "BANK", 82).sni()).isEmpty();
    assertThat(agreed(mesh, "BANK", 80).sni()).isEmpty();
  }

  @Test
  void aMutualRuleShowsTheCertificateInItsFiles() throws Exception {
    String files =
        "clientCertificate: /etc/certs/c.pem, privateKey: /etc/certs/k.pem,"
            + " caCertificates: /etc/certs/ca.pem";
    UpstreamTls tls = agreed(secured("bank", tls("mode: MUTUAL, " + files)), "bank", 80);
    assertThat(tls).isInstanceOf(UpstreamTls.Originated.class);
  }

  @Test
  void aCredentialIsForRulesOfChosenWorkloadsOnly() throws Exception {
    String settings = tls("mode: MUTUAL, credentialName: bank-client, sni: bank.example");
    String chosen = "workloadSelector: {matchLabels: {app: web}}, " + settings;
    assertThat(agreed(secured("bank", chosen), "bank", 80))
        .isInstanceOf(UpstreamTls.Originated.class);
    assertThat(agreed(secured("bank", settings), "bank", 80))
        .isInstanceOf(UpstreamTls.Disabled.class);
  }

  @Test
  void aPolicyForAPortStandsAloneThere() throws Exception {
    String mesh =
        secured(
            "bank",
            "trafficPolicy: {tls: {mode: SIMPLE, sni: a.example}, portLevelSettings:"
                + " [{port: {number: 81}, tls: {mode: SIMPLE, sni: b.example}}]}");
    assertThat(agreed(mesh, "bank", 80).sni()).isEqualTo("a.example");
    assertThat(agreed(mesh, "bank", 81).sni()).isEqualTo("b.example");
  }

  @Test
  void aServerThatIsNotCheckedNeedsNoNameInItsCertificate() throws Exception {
    String mesh =
        secured("bank", tls("mode: SIMPLE, sni: other.example, insecureSkipVerify: true"));
    var made = (UpstreamTls.Originated) agreed(mesh, "bank", 80);
    assertThat(made.verified()).isFalse();
  }

  private UpstreamTls agreed(String mesh, String service, int port) throws Exception {
    ResolvedMesh resolved = Meshes.of(CLIENT + mesh);
    Call call = call(resolved, service, port);
    List<UpstreamTls> spoken =
        new Simulator(resolved)
            .verdict(call).shares().stream()
                .flatMap(share -> Stream.ofNullable(share.tls()))
                .toList();
    proof.agree(resolved, call);
    assertThat(spoken).hasSize(1);
    return Objects.requireNonNull(spoken.getFirst());
  }

  private static Call call(ResolvedMesh mesh, String service, int port) {
    var web = Objects.requireNonNull(mesh.workload("local", "shop/web"));
    var client = new Client.InMesh(mesh.scope(web), "shop/web", Caller.UNKNOWN);
    String host = service + ".shop";
    var request = new Request("GET", "http", host, "/", null, Headers.of(Map.of()));
    return new Call(client, new Dial.ToHost(host, port), Call.Protocol.HTTP, null, request);
  }
}
