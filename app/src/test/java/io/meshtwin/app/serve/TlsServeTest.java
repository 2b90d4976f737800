package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.Bootstrap;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.envoy.EnvoyProcess;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.parts.Loopback;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.testkit.tls.Minted;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Gateway's certificate on its way from a manifest to Envoy, past the log. */
@UsesEnvoy
class TlsServeTest {
  private static final String GATEWAY =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: GatewayClass
      metadata: {name: meshtwin}
      spec: {controllerName: meshtwin.io/bridge}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: edge, namespace: shop}
      spec:
        gatewayClassName: meshtwin
        listeners:
        - name: https
          port: PORT
          protocol: HTTPS
          tls: {certificateRefs: [{name: edge}]}
      """;

  private final io.meshtwin.fidelity.envoy.EnvoyBinary binary;
  private final Authority authority = Authority.named("shop-ca");
  private final int port = Loopback.freePort();
  @TempDir Path data;
  @TempDir Path manifests;
  @TempDir Path files;

  TlsServeTest(EnvoyBinary found) {
    binary = new io.meshtwin.fidelity.envoy.EnvoyBinary(found.path());
  }

  @Test
  void aCertificateReachesEnvoyAndItsSuccessorTooAndNeverTheLog() throws IOException {
    SampleMesh mesh = new SampleMesh(manifests);
    Minted first = authority.issue("first.example");
    mesh.write("gateway.yaml", GATEWAY.replace("PORT", Integer.toString(port)));
    mesh.write("secret.yaml", secret(first));
    try (TestServer server = TestServer.embedded(data, mesh);
        var _ = envoy(server)) {
      TestServer.await(() -> serves("first.example"), "the first certificate is served");
      Minted second = authority.issue("second.example");
      mesh.write("secret.yaml", secret(second));
      TestServer.await(() -> serves("second.example"), "the second certificate is served");
      String written = written(data) + server.get("/api/v1/proxies").body();
      assertThat(written).contains("second.example");
      for (Minted minted : List.of(first, second)) {
        assertThat(written).doesNotContain(base64(minted.key()), keyLine(minted));
      }
    }
  }

  private static String secret(Minted minted) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: edge, namespace: shop}
    type: kubernetes.io/tls
    data: {tls.crt: CHAIN, tls.key: KEY}
    """
        .replace("CHAIN", base64(minted.chain()))
        .replace("KEY", base64(minted.key()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String keyLine(Minted minted) {
    return minted.key().lines().skip(1).findFirst().orElseThrow();
  }

  private static String written(Path directory) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private EnvoyProcess envoy(TestServer server) {
    ProxyId proxy = ProxyId.gateway("shop", "edge");
    int xds = server.serving().xdsPort();
    String bootstrap = new Bootstrap(proxy, "127.0.0.1", xds, 0, true).json();
    return EnvoyProcess.start(binary, proxy.name(), bootstrap, files);
  }

  /** Whether a handshake shows a certificate of this name, signed by the authority. */
  private boolean serves(String name) {
    try (SSLSocket socket =
        (SSLSocket)
            trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private SSLContext trusting() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new java.io.ByteArrayInputStream(
                      authority.pem().getBytes(StandardCharsets.US_ASCII))));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (java.security.GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
