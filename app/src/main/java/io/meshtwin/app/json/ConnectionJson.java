package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Target;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS on either side of a proxy. */
final class ConnectionJson {
  private ConnectionJson() {}

  /** How a client's connection was taken; null where it has no TLS that a proxy reads. */
  static @Nullable ObjectNode of(@Nullable Transport transport) {
    return switch (transport) {
      case null -> null;
      case Transport.Any _, Transport.PlainHttp _ -> null;
      case Transport.Passthrough _ -> Json.object().put("mode", "PASSTHROUGH");
      case Transport.Terminated ended -> {
        ObjectNode json = Json.object().put("mode", "TERMINATE");
        ArrayNode certificates = json.putArray("certificates");
        ended.tls().certificates().forEach(key -> certificates.add(key.qualifiedName()));
        ClientValidation clients = ended.tls().clients();
        if (clients != null) {
          json.put("clientCertificate", clients.demand().required() ? "required" : "optional");
        }
        yield json;
      }
    };
  }

  /**
   * How a proxy speaks to a backend; null for plain text. Where it speaks so to some endpoints
   * only, {@code endpoints} names them.
   */
  static @Nullable ObjectNode of(Target target) {
    UpstreamTls tls = target.tls();
    if (tls == null) {
      return null;
    }
    List<Endpoint> encrypted = target.endpoints().stream().filter(tls::encrypts).toList();
    boolean rule = tls instanceof UpstreamTls.Disabled || target.endpoints().isEmpty();
    if (encrypted.isEmpty() && !rule) {
      return null;
    }
    ObjectNode json = of(tls);
    if (!rule && encrypted.size() < target.endpoints().size()) {
      encrypted.stream().map(Endpoint::name).distinct().forEach(json.putArray("endpoints")::add);
    }
    return json;
  }

  private static ObjectNode of(UpstreamTls tls) {
    return switch (tls) {
      case UpstreamTls.ByPolicy policy -> {
        ResourceKey shown = policy.clientCertificate();
        ObjectNode json = mode(shown == null ? "SIMPLE" : "MUTUAL", tls);
        if (shown != null) {
          json.put("clientCertificate", shown.qualifiedName());
        }
        yield json;
      }
      case UpstreamTls.Originated made -> mode(made.mutual() ? "MUTUAL" : "SIMPLE", tls);
      case UpstreamTls.Disabled _ -> Json.object().put("mode", "DISABLE");
      case UpstreamTls.Mesh _ -> mode("ISTIO_MUTUAL", tls);
    };
  }

  private static ObjectNode mode(String mode, UpstreamTls tls) {
    ObjectNode json = Json.object().put("mode", mode);
    return tls.sni().isEmpty() ? json : json.put("sni", tls.sni());
  }
}
