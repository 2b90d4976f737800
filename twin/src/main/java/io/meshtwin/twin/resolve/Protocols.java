package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Cluster.Protocol;
import java.util.Locale;

/**
 * What a Service port carries: its {@code appProtocol} (KEP-1435, KEP-3726), else the prefix of its
 * name as Istio reads it, else opaque TCP.
 */
final class Protocols {
  private Protocols() {}

  static Protocol of(Service.Port port) {
    if (!port.protocol().equals("TCP")) {
      return port.protocol().equals("UDP") ? Protocol.UDP : Protocol.TCP;
    }
    String app = port.appProtocol();
    if (app != null) {
      return named(app.toLowerCase(Locale.ROOT));
    }
    String name = port.name().toLowerCase(Locale.ROOT);
    int hyphen = name.indexOf('-');
    return name.startsWith("grpc-web")
        ? Protocol.HTTP
        : named(hyphen < 0 ? name : name.substring(0, hyphen));
  }

  private static Protocol named(String name) {
    return switch (name) {
      case "http", "kubernetes.io/ws", "grpc-web" -> Protocol.HTTP;
      case "http2", "grpc", "kubernetes.io/h2c" -> Protocol.HTTP2;
      default -> Protocol.TCP;
    };
  }
}
