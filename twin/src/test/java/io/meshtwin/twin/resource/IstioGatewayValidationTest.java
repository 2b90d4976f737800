package io.meshtwin.twin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the CRD of Istio's Gateway and Istio's webhook refuse is a finding at its field. */
class IstioGatewayValidationTest {
  private static final ResourceKey KEY =
      new ResourceKey(ResourceKey.LOCAL, "networking.istio.io", "Gateway", "edge", "x");

  private static MeshImage image(String version, String spec) {
    return Meshes.image(
        """
        apiVersion: networking.istio.io/VERSION
        kind: Gateway
        metadata: {name: x, namespace: edge}
        spec: {SPEC}
        """
            .replace("VERSION", version)
            .replace("SPEC", spec));
  }

  private static List<String> fields(String servers, FindingCode code) {
    MeshImage image = image("v1", "selector: {a: b}, servers: [" + servers + "]");
    return Objects.requireNonNull(image.state(KEY)).findings().stream()
        .filter(finding -> finding.code() == code)
        .map(Finding::field)
        .toList();
  }

  private static String https(String tls) {
    return "{port: {number: 443, name: p, protocol: HTTPS}, hosts: ['*'], tls: {" + tls + "}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{hosts: ['*']} | spec.servers[0].port",
        "{port: {number: 80, name: p, protocol: HTTP}} | spec.servers[0].hosts",
        "{port: {number: 0, name: p, protocol: HTTP}, hosts: ['*']}"
            + " | spec.servers[0].port.number",
        "{port: {number: 80, name: p, protocol: SMTP}, hosts: ['*']}"
            + " | spec.servers[0].port.protocol",
        "{port: {number: 80, protocol: HTTP}, hosts: ['*']} | spec.servers[0].port.name",
        "{port: {number: 80, name: p, protocol: HTTP}, hosts: [short]}"
            + " | spec.servers[0].hosts[0]",
        "{port: {number: 80, name: p, protocol: HTTP}, hosts: ['a.*.example']}"
            + " | spec.servers[0].hosts[0]",
        "{port: {number: 80, name: p, protocol: HTTP}, hosts: ['a_b/x.example']}"
            + " | spec.servers[0].hosts[0]",
        "{port: {number: 80, name: p, protocol: HTTP}, hosts: ['*'], bind: here}"
            + " | spec.servers[0].bind",
        "{port: {number: 443, name: p, protocol: TLS}, hosts: ['*']} | spec.servers[0].tls",
        "{port: {number: 80, name: p, protocol: HTTP}, hosts: ['*'],"
            + " tls: {mode: SIMPLE, credentialName: c}} | spec.servers[0].tls",
      })
  void aServerThatIsRefusedIsFoundAtItsField(String server, String field) {
    assertThat(fields(server, FindingCode.INVALID_FIELD)).contains(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: SIMPLE | serverCertificate",
        "mode: MUTUAL, serverCertificate: a, privateKey: b | caCertificates",
        "mode: ISTIO_MUTUAL, credentialName: c | credentialName",
        "mode: WHATEVER, credentialName: c | mode",
        "mode: SIMPLE, credentialName: c, minProtocolVersion: TLSV9 | minProtocolVersion",
      })
  void tlsSettingsThatAreRefusedAreFoundAtTheirField(String tls, String field) {
    assertThat(fields(https(tls), FindingCode.INVALID_FIELD))
        .containsExactly("spec.servers[0].tls." + field);
  }

  @Test
  void aCertificateComesFromOnePlaceOnly() {
    String twice = "mode: SIMPLE, credentialName: c, serverCertificate: a, privateKey: b";
    assertThat(fields(https(twice), FindingCode.INVALID_FIELD))
        .containsExactly("spec.servers[0].tls");
  }

  @Test
  void whatTheWebhookWarnsOfIsNotRefused() {
    String odd = "mode: SIMPLE, credentialName: c, cipherSuites: [NO-SUCH, AES128-SHA, AES128-SHA]";
    assertThat(fields(https(odd), FindingCode.INVALID_FIELD)).isEmpty();
    assertThat(fields(https(odd), FindingCode.FIELD_WITHOUT_EFFECT))
        .containsExactly(
            "spec.servers[0].tls.cipherSuites[0]", "spec.servers[0].tls.cipherSuites[2]");
  }

  @ParameterizedTest
  @CsvSource({"v1", "v1beta1", "v1alpha3"})
  void allVersionsAreOneKind(String version) {
    String server = "{port: {number: 80, name: p, protocol: HTTP}, hosts: ['./a.example']}";
    MeshImage image = image(version, "servers: [" + server + "]");
    assertThat(image.get(KEY, IstioGateway.class))
        .extracting(gateway -> Objects.requireNonNull(gateway).servers().getFirst().hosts())
        .isEqualTo(List.of("./a.example"));
  }
}
