package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.flow.Call.Protocol;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.twin.event.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a client opens TLS: {@code sni}, and {@code from.clientCertificate}. With {@code sni} a
 * gRPC client speaks TLS too; an empty one sends no name. {@code from.tls} says versions and
 * ciphers.
 */
final class HandshakeReader {
  private HandshakeReader() {}

  static @Nullable Handshake read(JsonNode line, Url url) {
    JsonNode sni = line.path("sni");
    if (!sni.isMissingNode() && !sni.isNull() && !sni.isTextual()) {
      throw new IllegalArgumentException("sni is a host's name");
    }
    boolean always = url.protocol() == Protocol.HTTPS || url.protocol() == Protocol.TLS;
    boolean given = sni.isTextual();
    ClientCertificate certificate = certificate(line.path("from"));
    if (!always && !(url.protocol() == Protocol.GRPC && given)) {
      if (given) {
        throw new IllegalArgumentException("sni needs a url with https, tls or grpc");
      }
      return null;
    }
    Handshake usual = Handshake.to(url.host());
    String name = given ? sni.asText() : usual.serverName();
    return new Handshake(
        name == null || name.isEmpty() ? null : name,
        certificate,
        TlsOfferJson.read(line.path("from").path("tls")));
  }

  private static @Nullable ClientCertificate certificate(JsonNode from) {
    JsonNode certificate = from.path("clientCertificate");
    if (certificate.isMissingNode() || certificate.isNull()) {
      return null;
    }
    if (certificate.path("secret").isTextual()) {
      return new ClientCertificate.InMesh(secret(from, certificate.path("secret").asText()));
    }
    if (!certificate.path("trusted").isBoolean()) {
      throw new IllegalArgumentException(
          "from.clientCertificate needs a secret, or trusted (true or false)");
    }
    var sans = new ArrayList<String>();
    certificate.path("sans").forEach(name -> sans.add(name.asText()));
    JsonNode revoked = certificate.path("revoked");
    if (!revoked.isMissingNode() && !revoked.isNull() && !revoked.isBoolean()) {
      throw new IllegalArgumentException("from.clientCertificate.revoked is true or false");
    }
    return new ClientCertificate.Described(
        certificate.path("trusted").asBoolean(),
        List.copyOf(sans),
        revoked.isBoolean() ? revoked.asBoolean() : null);
  }

  private static ResourceKey secret(JsonNode from, String name) {
    int slash = name.indexOf('/');
    return new ResourceKey(
        from.path("cluster").asText(ResourceKey.LOCAL),
        "",
        "Secret",
        slash < 0 ? "default" : name.substring(0, slash),
        name.substring(slash + 1));
  }
}
