package io.meshtwin.app.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a request says of TLS, and how it is told again. */
class RequestReaderTest {
  private static final String FROM = "'from':{'namespace':'shop'}";

  @Test
  void theServerNameIsTheUrlsHostUnlessItIsGiven() {
    assertThat(serverName("{" + FROM + ",'url':'https://Shop.example/x'}"))
        .isEqualTo("shop.example");
    assertThat(serverName("{" + FROM + ",'url':'https://shop.example/','sni':'b.example'}"))
        .isEqualTo("b.example");
    assertThat(serverName("{" + FROM + ",'url':'https://192.0.2.1/'}")).isNull();
    assertThat(serverName("{" + FROM + ",'url':'tls://shop.example/','sni':''}")).isNull();
  }

  @Test
  void aServerNameWithoutTlsIsAMistake() {
    assertThatThrownBy(() -> read("{" + FROM + ",'url':'http://cart/','sni':'a'}"))
        .hasMessageContaining("sni");
  }

  @Test
  void aClientCertificateIsASecretOrDescribed() {
    String client = "'from':{'namespace':'shop','clientCertificate':%s}";
    String url = ",'url':'https://shop.example/'}";
    assertThat(certificate("{" + client.formatted("{'secret':'shop/me'}") + url))
        .contains("Secret shop/me");
    assertThat(certificate("{" + client.formatted("{'trusted':true,'sans':['me']}") + url))
        .contains("me");
    assertThat(certificate("{" + client.formatted("{'trusted':true,'revoked':true}") + url))
        .contains("revoked=true");
    assertThatThrownBy(() -> read("{" + client.formatted("{'trusted':true,'revoked':'no'}") + url))
        .hasMessageContaining("revoked");
    assertThatThrownBy(() -> read("{" + client.formatted("{}") + url))
        .hasMessageContaining("clientCertificate");
  }

  @Test
  void aPortIsANumberInItsRange() {
    String to = ",'to':{'service':'shop/cart','port':70000},'url':'http://cart/'}";
    assertThatThrownBy(() -> read("{" + FROM + to)).hasMessageContaining("70000");
  }

  @Test
  void aWitnessIsALineForTheToolThatSpeaksItsProtocol() {
    assertThat(curl("https://shop.example/x")).isEqualTo("curl 'https://shop.example/x'");
    assertThat(curl("grpc://shop.example:7070/a.B/C"))
        .isEqualTo("grpcurl -plaintext 'shop.example:7070' 'a.B/C'");
    assertThat(curl("tls://shop.example:8443"))
        .isEqualTo("openssl s_client -connect 'shop.example:8443' -servername 'shop.example'");
    assertThat(curl("udp://shop.example:53")).isEqualTo("datagrams to udp://shop.example:53");
  }

  private static String curl(String url) {
    return WitnessJson.curl(read("{" + FROM + ",'url':'" + url + "'}"));
  }

  private static @org.jspecify.annotations.Nullable String serverName(String line) {
    return read(line).handshake().serverName();
  }

  private static String certificate(String line) {
    return String.valueOf(read(line).handshake().certificate());
  }

  private static Call read(String line) {
    var mesh = ResolvedMesh.of(MeshImage.EMPTY, Dialect.SPEC);
    return Objects.requireNonNull(new RequestReader(mesh).read(json(line)).call());
  }

  private static JsonNode json(String line) {
    try {
      return Json.MAPPER.readTree(line.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(line, e);
    }
  }
}
