package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.UpstreamTls;
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
          json.put("clientCertificate", clients.insecureFallback() ? "optional" : "required");
        }
        yield json;
      }
    };
  }

  /** How a proxy speaks to a backend. */
  static ObjectNode of(UpstreamTls tls) {
    ResourceKey shown = tls.clientCertificate();
    ObjectNode json =
        Json.object().put("mode", shown == null ? "SIMPLE" : "MUTUAL").put("sni", tls.sni());
    if (shown != null) {
      json.put("clientCertificate", shown.qualifiedName());
    }
    return json;
  }
}
