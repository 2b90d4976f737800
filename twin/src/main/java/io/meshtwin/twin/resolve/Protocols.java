package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Cluster.Protocol;
import java.util.Locale;
import java.util.Set;

/**
 * What a Service port carries: its {@code appProtocol} (KEP-1435, KEP-3726), else the prefix of its
 * name as Istio reads it ({@code pkg/config/kube/conversion.go}), else nobody says.
 */
final class Protocols {
  /** SMTP, DNS, MySQL, MongoDB: the server speaks first, so Istio never looks there. */
  private static final Set<Integer> NEVER_SNIFFED = Set.of(25, 53, 3306, 27017);

  private Protocols() {}

  /** What is said of a port. */
  enum Said {
    HTTP,
    HTTP2,
    /** TLS with anything inside. */
    TLS,
    /** Bytes. */
    TCP,
    /** Nothing. */
    NOTHING,
    UDP
  }

  /** What is said of a port. */
  static Said said(Service.Port port) {
    if (port.protocol().equals("UDP")) {
      return Said.UDP;
    }
    String app = port.appProtocol();
    String name = (app == null ? port.name() : app).toLowerCase(Locale.ROOT);
    Said standard = app == null ? Said.NOTHING : standard(name);
    if (standard != Said.NOTHING) {
      return standard;
    }
    if (name.startsWith("grpc-web")) {
      return Said.HTTP2;
    }
    int hyphen = name.indexOf('-');
    Said prefix = named(hyphen < 0 ? name : name.substring(0, hyphen));
    return prefix == Said.NOTHING && NEVER_SNIFFED.contains(port.port()) ? Said.TCP : prefix;
  }

  /** What a backend is spoken to; where nobody says, bytes are passed on as they come. */
  static Protocol of(Service.Port port) {
    return switch (said(port)) {
      case HTTP -> Protocol.HTTP;
      case HTTP2 -> Protocol.HTTP2;
      case UDP -> Protocol.UDP;
      case TLS, TCP, NOTHING -> Protocol.TCP;
    };
  }

  /** What a port of Istio's own kinds is spoken to, or a port as istiod's registry has it. */
  static Protocol of(IstioProtocol said) {
    return switch (said) {
      case HTTP, HTTP_PROXY -> Protocol.HTTP;
      case HTTP2, GRPC, GRPC_WEB -> Protocol.HTTP2;
      case HTTPS, TLS, TCP, MONGO, REDIS, MYSQL -> Protocol.TCP;
      case UDP -> Protocol.UDP;
      case UNSUPPORTED -> Protocol.UNSAID;
    };
  }

  private static Said standard(String appProtocol) {
    return switch (appProtocol) {
      case "kubernetes.io/h2c" -> Said.HTTP2;
      case "kubernetes.io/ws" -> Said.HTTP;
      case "kubernetes.io/wss" -> Said.TLS;
      default -> Said.NOTHING;
    };
  }

  private static Said named(String name) {
    return switch (name) {
      case "http" -> Said.HTTP;
      case "http2", "grpc" -> Said.HTTP2;
      case "https", "tls" -> Said.TLS;
      case "tcp", "mongo", "redis", "mysql" -> Said.TCP;
      default -> Said.NOTHING;
    };
  }
}
