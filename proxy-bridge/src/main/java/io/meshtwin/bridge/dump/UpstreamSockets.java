package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.UpstreamTls.Originated;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code Cluster.transport_socket}: how endpoints are spoken to. */
final class UpstreamSockets {
  private static final String TLS = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext";
  private static final String PLAIN = "envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer";
  private static final String MESH_CERTIFICATE = "default";

  private final TlsContexts contexts;

  UpstreamSockets(TlsContexts contexts) {
    this.contexts = contexts;
  }

  /**
   * What a cluster speaks; null for plain text.
   *
   * @param origin the cluster
   */
  @Nullable UpstreamTls of(Entry cluster, Origin origin) {
    List<Entry> matches = cluster.messages("transport_socket_matches", "TransportSocketMatch");
    UpstreamTls detected = matches.isEmpty() ? null : detected(matches, origin);
    if (detected != null) {
      return detected;
    }
    return socket(cluster.message("transport_socket", "TransportSocket"), origin);
  }

  /** Mutual TLS to the endpoints that are said to take it, as istiod and this bridge say it. */
  private @Nullable UpstreamTls detected(List<Entry> matches, Origin origin) {
    Entry first = matches.getFirst().harmless("name");
    String mode = first.message("match", "Struct").text("tlsMode");
    UpstreamTls tls = socket(first.message("transport_socket", "TransportSocket"), origin);
    boolean plain = matches.size() == 2 && isPlain(matches.get(1));
    if (mode.equals("istio") && plain && tls instanceof UpstreamTls.Mesh mesh) {
      return new UpstreamTls.Mesh(mesh.sni(), mesh.subjectAltNames(), true);
    }
    first.refuse("choice among endpoints");
    return null;
  }

  private static boolean isPlain(Entry other) {
    Entry config = other.harmless("name", "match").message("transport_socket", "TransportSocket");
    return config.harmless("name").typed("typed_config").type().equals(PLAIN);
  }

  private @Nullable UpstreamTls socket(Entry socket, Origin origin) {
    Entry config = socket.harmless("name").typed("typed_config");
    if (!config.type().equals(TLS)) {
      if (!config.type().isEmpty() && !config.type().equals(PLAIN)) {
        socket.refuse(config.type());
      }
      return null;
    }
    config.harmless("max_session_keys", "allow_renegotiation", "enforce_rsa_key_usage");
    String sni = config.text("sni");
    boolean auto = config.flag("auto_host_sni", false);
    Entry common = config.message("common_tls_context", "CommonTlsContext");
    common.harmless("alpn_protocols", "tls_params");
    List<ResourceKey> shown = contexts.certificates(common);
    TlsContexts.Checks checks = contexts.checks(common);
    List<String> names = checks == null ? List.of() : checks.names();
    if (shown.size() == 1 && shown.getFirst().name().equals(MESH_CERTIFICATE)) {
      return new UpstreamTls.Mesh(sni, names, false);
    }
    List<ResourceKey> authorities = checks == null ? List.of() : checks.authorities();
    boolean kubernetes =
        authorities.stream().allMatch(key -> key.group().isEmpty())
            && shown.stream().allMatch(key -> key.group().isEmpty());
    if (checks != null && kubernetes && !auto) {
      return new UpstreamTls.ByPolicy(
          sni, authorities, names, shown.isEmpty() ? null : shown.getFirst());
    }
    var files =
        new Originated.Files(
            shown.isEmpty() ? "" : shown.getFirst().name(),
            "",
            authorities.isEmpty() ? "" : authorities.getFirst().name(),
            null);
    boolean verified = checks != null && !checks.untrusted();
    return new Originated(!shown.isEmpty(), sni, files, names, verified, origin);
  }
}
