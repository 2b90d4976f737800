package io.meshtwin.twin.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server of an Istio Gateway.
 *
 * @param name empty where it has none
 * @param port the number of the port: the gateway's Service's where it has it, otherwise the one
 *     that is listened on; 1 to 65535, 0 where it is not valid or with a Unix socket
 * @param portName the port's name
 * @param protocol what the port carries
 * @param bind an IP address or {@code unix://} path, empty for every address
 * @param hosts as written, a name with or without a namespace before it: {@code ns/a.example},
 *     where {@code .} is the Gateway's own and an asterisk every namespace
 * @param tls its TLS settings, null where it has none
 * @param field the server's path
 */
public record IstioServer(
    String name,
    int port,
    String portName,
    IstioProtocol protocol,
    String bind,
    List<String> hosts,
    @Nullable IstioServerTls tls,
    String field) {
  /** How a bind begins that names a Unix socket. */
  public static final String UNIX = "unix://";

  public IstioServer {
    hosts = List.copyOf(hosts);
  }

  /** Whether TLS is passed on as it is (istio, {@code gateway.IsPassThroughServer}). */
  public boolean passesThrough() {
    return tls != null && tls.mode().passesThrough();
  }

  /** Whether HTTP is read, in plain text or after TLS ends here ({@code gateway.IsHTTPServer}). */
  public boolean readsHttp() {
    return protocol.isHttp() || (protocol == IstioProtocol.HTTPS && !passesThrough());
  }

  /** Whether TLS ends here and HTTP is read ({@code gateway.IsHTTPSServerWithTLSTermination}). */
  public boolean endsHttps() {
    return tls != null && protocol == IstioProtocol.HTTPS && !passesThrough();
  }

  /** Whether it is a server of TLS, and not of HTTP with a redirect ({@code IsTLSServer}). */
  public boolean isTls() {
    return tls != null && !protocol.isHttp();
  }

  static IstioServer read(Fields server) {
    for (String name : List.of("port", "hosts")) {
      if (!server.has(name)) {
        server.invalid(name, "is required");
      }
    }
    Fields port = server.object("port");
    String portName = server.has("port") ? port.required("name") : "";
    String protocol = server.has("port") ? port.required("protocol") : "";
    if (port.has("name") && portName.isEmpty()) {
      port.invalid("name", "must not be empty");
    }
    if (server.has("port") && !port.has("number")) {
      port.invalid("number", "is required");
    }
    if (port.integer("targetPort", 0, 0, Integer.MAX_VALUE) > 0) {
      port.invalid("targetPort", "has no effect here");
    }
    String bind = server.text("bind", "");
    int number = port.integer("number", 0, bind.startsWith(UNIX) ? 0 : 1, 65535);
    IstioProtocol parsed = IstioProtocol.of(protocol);
    if (port.has("protocol") && parsed == IstioProtocol.UNSUPPORTED) {
      port.invalid("protocol", "must be a protocol that Istio knows, found \"" + protocol + '"');
    }
    port.done();
    server.ignore("defaultEndpoint");
    var result =
        new IstioServer(
            server.text("name", ""),
            number,
            portName,
            parsed,
            bind,
            server.textList("hosts"),
            server.has("tls") ? IstioServerTls.read(server.object("tls")) : null,
            server.path());
    server.done();
    return result;
  }
}
