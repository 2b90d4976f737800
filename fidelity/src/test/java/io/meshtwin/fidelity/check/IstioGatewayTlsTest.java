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
import io.meshtwin.simulator.flow.TlsOffer;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.routing.TlsParameters.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Handshakes with the servers of an Istio Gateway, on a real Envoy that our bridge configures. No
 * VirtualService is bound: who gets through is answered with 404.
 */
@UsesEnvoy
class IstioGatewayTlsTest {
  private static final String MESH =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: cert, namespace: istio-system}
      type: kubernetes.io/tls
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: istio, namespace: istio-system}
      data: {mesh: "SETTINGS"}
      ---
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: edge, namespace: shop}
      spec:
        selector: {istio: ingressgateway}
        servers:
        - port: {number: 443, name: https, protocol: HTTPS}
          hosts: ["shop.example"]
          tls: {TLS}
      """;

  private static final String STRONG =
      "[ECDHE-ECDSA-AES256-GCM-SHA384, ECDHE-RSA-AES256-GCM-SHA384]";
  private static final List<String> STRONG_ONES =
      List.of("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384");
  private static final List<String> OTHERS =
      List.of("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256");

  private static final ClientCertificate TRUSTED =
      new ClientCertificate.Described(true, List.of("client.example"));
  private static final ClientCertificate STRANGER =
      new ClientCertificate.Described(false, List.of());

  private static final @Nullable ClientCertificate NOBODY = null;

  private final Proof proof;

  /** What becomes of a handshake. */
  private record Expected(Handshake handshake, Verdict.Kind kind) {}

  IstioGatewayTlsTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  @Test
  void simpleAsksNobodyForACertificate() throws Exception {
    agree("mode: SIMPLE, credentialName: cert", "", in(NOBODY), in(TRUSTED), in(STRANGER));
  }

  @Test
  void mutualTakesTrustedCertificatesOnly() throws Exception {
    agree("mode: MUTUAL, credentialName: cert", "", out(NOBODY), in(TRUSTED), out(STRANGER));
  }

  @Test
  void optionalMutualTakesNoCertificateAndTrustedOnes() throws Exception {
    agree(
        "mode: OPTIONAL_MUTUAL, credentialName: cert", "", in(NOBODY), in(TRUSTED), out(STRANGER));
  }

  @Test
  void mutualThatSkipsVerifyingTakesEveryCertificateAndNoneWithout() throws Exception {
    String tls = "mode: MUTUAL, credentialName: cert, insecureSkipVerify: true";
    agree(tls, "", out(NOBODY), in(TRUSTED), in(STRANGER));
  }

  @Test
  void aNameThatIsAskedForMustBeInTheCertificate() throws Exception {
    String tls = "mode: MUTUAL, credentialName: cert, subjectAltNames: ";
    agree(tls + "[client.example]", "", in(TRUSTED), out(STRANGER));
    agree(tls + "[other.example]", "", out(TRUSTED));
  }

  @Test
  void aCipherThatIsLeftOutIsNotAgreedTo() throws Exception {
    String tls = "mode: SIMPLE, credentialName: cert, cipherSuites: " + STRONG;
    agree(
        tls,
        "",
        in(upTo(Version.V1_2, STRONG_ONES)),
        out(upTo(Version.V1_2, OTHERS)),
        in(upTo(Version.V1_3, OTHERS)));
  }

  @Test
  void aVersionBelowTheLeastIsNotAgreedTo() throws Exception {
    String tls = "mode: SIMPLE, credentialName: cert, minProtocolVersion: TLSV1_3";
    agree(tls, "", out(upTo(Version.V1_2, null)), in(upTo(Version.V1_3, null)));
  }

  @Test
  void aVersionAboveTheMostIsNotAgreedTo() throws Exception {
    String tls = "mode: SIMPLE, credentialName: cert, maxProtocolVersion: TLSV1_2";
    var latest = new TlsOffer(Version.V1_3, Version.V1_3, null);
    agree(tls, "", in(upTo(Version.V1_3, null)), out(new Handshake("shop.example", null, latest)));
  }

  @Test
  void theMeshsDefaultsHoldWhereAServerSaysNothing() throws Exception {
    String tls = "mode: OPTIONAL_MUTUAL, credentialName: cert";
    agree(
        tls,
        "{tlsDefaults: {minProtocolVersion: TLSV1_3}}",
        out(upTo(Version.V1_2, null)),
        in(upTo(Version.V1_3, null)));
    agree(
        tls,
        "{tlsDefaults: {cipherSuites: " + STRONG + "}}",
        in(upTo(Version.V1_2, STRONG_ONES)),
        out(upTo(Version.V1_2, OTHERS)));
    agree(
        tls + ", cipherSuites: [" + String.join(", ", OTHERS) + "]",
        "{tlsDefaults: {cipherSuites: " + STRONG + "}}",
        out(upTo(Version.V1_2, STRONG_ONES)),
        in(upTo(Version.V1_2, OTHERS)));
  }

  @Test
  void filesOfTheProxyAreTakenToBeThere() throws Exception {
    String files = "serverCertificate: /etc/tls.crt, privateKey: /etc/tls.key";
    agree("mode: SIMPLE, " + files, "", in(NOBODY));
    agree("mode: MUTUAL, caCertificates: /etc/ca.crt, " + files, "", out(NOBODY), out(STRANGER));
  }

  private static ResolvedMesh passing() {
    String cart =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: cart, namespace: shop}
        spec: {ports: [{name: http, port: 80}]}
        """;
    return Meshes.of(
        MESH.replace("{TLS}", "{mode: AUTO_PASSTHROUGH}")
                .replace("SETTINGS", "")
                .replace("[\"shop.example\"]", "[\"*.local\"]")
            + cart);
  }

  @Test
  void tlsThatIsPassedOnByTheNameOfAClusterIsForProxiesOfTheMeshAlone() throws Exception {
    String cluster = "outbound_.80_._.cart.shop.svc.cluster.local";
    agree(passing(), out(NOBODY), out(TRUSTED), out(new Handshake(cluster, TRUSTED)));
  }

  @Test
  void whoSpeaksIstiosProtocolsIsPassedOnToClustersThatAreThere() {
    var simulator = new Simulator(passing());
    var offer = new TlsOffer(Version.V1_2, Version.V1_3, null, List.of("istio"));
    String name = "outbound_.80_.SUBSET_.cart.shop.svc.cluster.local";
    var whole = new Handshake(name.replace("SUBSET", ""), TRUSTED, offer);
    var part = new Handshake(name.replace("SUBSET", "v1"), TRUSTED, offer);
    var other = new Handshake("cart.shop.svc.cluster.local", TRUSTED, offer);
    assertThat(simulator.verdict(call(whole)).kind()).isEqualTo(Verdict.Kind.UNKNOWN);
    assertThat(simulator.verdict(call(part)).kind()).isEqualTo(Verdict.Kind.REJECTED);
    assertThat(simulator.verdict(call(other)).kind()).isEqualTo(Verdict.Kind.REJECTED);
  }

  @Test
  void aServerOfTheMeshsOwnMutualTlsRefusesWhoShowsNothing() {
    assertThat(kind("mode: ISTIO_MUTUAL", NOBODY)).isEqualTo(Verdict.Kind.REJECTED);
    assertThat(kind("mode: ISTIO_MUTUAL", STRANGER)).isEqualTo(Verdict.Kind.REJECTED);
    assertThat(kind("mode: ISTIO_MUTUAL", TRUSTED)).isEqualTo(Verdict.Kind.RESPONDED);
  }

  @Test
  void whoIsRevokedIsNotKnownAndWhoShowsNothingIs() {
    String tls =
        "mode: OPTIONAL_MUTUAL, serverCertificate: /c, privateKey: /k, caCertificates: /a, caCrl: /r";
    assertThat(kind(tls, NOBODY)).isEqualTo(Verdict.Kind.RESPONDED);
    assertThat(kind(tls, STRANGER)).isEqualTo(Verdict.Kind.REJECTED);
    assertThat(kind(tls, TRUSTED)).isEqualTo(Verdict.Kind.UNKNOWN);
    var revoked = new ClientCertificate.Described(true, List.of("client.example"), true);
    var valid = new ClientCertificate.Described(true, List.of("client.example"), false);
    assertThat(kind(tls, revoked)).isEqualTo(Verdict.Kind.REJECTED);
    assertThat(kind(tls, valid)).isEqualTo(Verdict.Kind.RESPONDED);
  }

  @Test
  void whoIsInTheListBesideTheAuthoritiesIsRefused() throws Exception {
    String list =
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: cert-cacert, namespace: istio-system}
        stringData: {ca.crt: '', ca.crl: ''}
        """;
    var revoked = new ClientCertificate.Described(true, List.of("client.example"), true);
    var valid = new ClientCertificate.Described(true, List.of("client.example"), false);
    for (String mode : List.of("MUTUAL", "OPTIONAL_MUTUAL")) {
      String tls = "{mode: " + mode + ", credentialName: cert}";
      Expected nobody = mode.equals("MUTUAL") ? out(NOBODY) : in(NOBODY);
      ResolvedMesh mesh = Meshes.of(MESH.replace("{TLS}", tls).replace("SETTINGS", "") + list);
      agree(mesh, nobody, in(valid), out(revoked), out(STRANGER));
      assertThat(new Simulator(mesh).verdict(call(new Handshake("shop.example", TRUSTED))).kind())
          .isEqualTo(Verdict.Kind.UNKNOWN);
    }
    // Without a list nobody asks.
    agree("mode: MUTUAL, credentialName: cert", "", in(valid), in(revoked));
  }

  private static Verdict.Kind kind(String tls, @Nullable ClientCertificate certificate) {
    ResolvedMesh mesh = Meshes.of(MESH.replace("{TLS}", "{" + tls + "}").replace("SETTINGS", ""));
    return new Simulator(mesh).verdict(call(new Handshake("shop.example", certificate))).kind();
  }

  @Test
  void aCredentialThatIsMissingClosesEveryConnection() throws Exception {
    agree("mode: SIMPLE, credentialName: nowhere", "", out(NOBODY), out(TRUSTED));
  }

  private static Expected in(@Nullable ClientCertificate certificate) {
    return in(new Handshake("shop.example", certificate));
  }

  private static Expected in(Handshake handshake) {
    return new Expected(handshake, Verdict.Kind.RESPONDED);
  }

  private static Expected out(@Nullable ClientCertificate certificate) {
    return out(new Handshake("shop.example", certificate));
  }

  private static Expected out(Handshake handshake) {
    return new Expected(handshake, Verdict.Kind.REJECTED);
  }

  private static Handshake upTo(Version most, @Nullable List<String> suites) {
    return new Handshake("shop.example", null, new TlsOffer(Version.V1_2, most, suites));
  }

  private void agree(String tls, String settings, Expected... expected) throws Exception {
    ResolvedMesh mesh =
        Meshes.of(MESH.replace("{TLS}", "{" + tls + "}").replace("SETTINGS", settings));
    agree(mesh, expected);
  }

  private void agree(ResolvedMesh mesh, Expected... expected) throws Exception {
    var simulator = new Simulator(mesh);
    var calls = new ArrayList<Call>();
    for (Expected one : expected) {
      Call call = call(one.handshake());
      assertThat(simulator.verdict(call).kind()).as(one.toString()).isEqualTo(one.kind());
      calls.add(call);
    }
    proof.agree(mesh, calls);
  }

  private static Call call(Handshake handshake) {
    var edge = new ResourceKey(ResourceKey.LOCAL, IstioGateway.GROUP, "Gateway", "shop", "edge");
    var request = new Request("GET", "https", "shop.example", "/", null, Headers.of(Map.of()));
    return new Call(
        new Client.AtGateway(edge, null),
        new Dial.ToHost("shop.example", 443),
        Call.Protocol.HTTPS,
        handshake,
        request);
  }
}
