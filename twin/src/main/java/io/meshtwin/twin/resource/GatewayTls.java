package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The TLS settings of a whole Gateway (GatewayTLSConfig, GEP-91, GEP-3155).
 *
 * @param clients how clients' certificates are checked, null for not at all
 * @param clientsByPort the same for single ports, which override it; a port whose value is empty
 *     checks nothing
 * @param clientCertificate what the Gateway shows to backends, null for nothing
 */
public record GatewayTls(
    @Nullable ClientChecks clients,
    Map<Integer, Stated> clientsByPort,
    @Nullable ObjectRef clientCertificate) {
  /** No settings. */
  public static final GatewayTls NONE = new GatewayTls(null, Map.of(), null);

  private static final int MOST_AUTHORITIES = 16;

  public GatewayTls {
    clientsByPort = Map.copyOf(clientsByPort);
  }

  /** What a port says of clients' certificates: possibly that they are not checked. */
  public record Stated(@Nullable ClientChecks checks) {}

  /**
   * How clients' certificates are checked (FrontendTLSValidation).
   *
   * @param authorities references to what signs clients' certificates
   * @param insecureFallback whether a client without a valid certificate is served all the same
   * @param field the path
   */
  public record ClientChecks(List<ObjectRef> authorities, boolean insecureFallback, String field) {
    public ClientChecks {
      authorities = List.copyOf(authorities);
    }
  }

  /** How clients' certificates are checked on a port, null for not at all. */
  public @Nullable ClientChecks clients(int port) {
    Stated stated = clientsByPort.get(port);
    return stated == null ? clients : stated.checks();
  }

  /** Whether clients without a valid certificate are served anywhere. */
  public boolean insecureFallback() {
    return Stream.concat(
            Stream.ofNullable(clients),
            clientsByPort.values().stream().map(Stated::checks).flatMap(Stream::ofNullable))
        .anyMatch(ClientChecks::insecureFallback);
  }

  static GatewayTls read(ResourceKey gateway, Fields tls) {
    Fields backend = tls.object("backend");
    ObjectRef certificate =
        backend.has("clientCertificateRef")
            ? ObjectRef.secret(gateway, backend.object("clientCertificateRef"))
            : null;
    backend.done();
    Fields frontend = tls.object("frontend");
    if (tls.has("frontend") && !frontend.has("default")) {
      frontend.invalid("default", "is required");
    }
    ClientChecks clients = readConfig(gateway, frontend.object("default"));
    Map<Integer, Stated> byPort = readPorts(gateway, frontend);
    frontend.done();
    tls.done();
    return new GatewayTls(clients, byPort, certificate);
  }

  private static Map<Integer, Stated> readPorts(ResourceKey gateway, Fields frontend) {
    var result = new TreeMap<Integer, Stated>();
    frontend.list(
        "perPort",
        port -> {
          for (String name : List.of("port", "tls")) {
            if (!port.has(name)) {
              port.invalid(name, "is required");
            }
          }
          int number = port.integer("port", 0, 1, 65535);
          var stated = new Stated(readConfig(gateway, port.object("tls")));
          if (result.put(number, stated) != null) {
            port.invalid("port", "must be unique, found " + number + " again");
          }
          port.done();
          return number;
        });
    return result;
  }

  private static @Nullable ClientChecks readConfig(ResourceKey gateway, Fields config) {
    ClientChecks result =
        config.has("validation") ? readChecks(gateway, config.object("validation")) : null;
    config.done();
    return result;
  }

  private static ClientChecks readChecks(ResourceKey gateway, Fields validation) {
    List<ObjectRef> authorities =
        validation.list("caCertificateRefs", ref -> ObjectRef.named(gateway, ref));
    if (authorities.isEmpty() || authorities.size() > MOST_AUTHORITIES) {
      validation.invalid("caCertificateRefs", "must have from 1 to 16 entries");
    }
    String mode =
        validation.word(
            "mode", "AllowValidOnly", List.of("AllowValidOnly", "AllowInsecureFallback"));
    validation.done();
    return new ClientChecks(authorities, "AllowInsecureFallback".equals(mode), validation.path());
  }
}
