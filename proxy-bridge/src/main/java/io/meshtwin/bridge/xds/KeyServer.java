package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DnsLookupFamily;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.UpstreamTls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who has the public keys of tokens: the host of a {@code jwksUri} (istiod's {@code
 * security.ParseJwksURI}).
 *
 * @param uri where the keys are
 * @param tls whether it is asked in TLS
 * @param host a name or an address
 * @param port 1 to 65535
 */
public record KeyServer(String uri, boolean tls, String host, int port) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int MOST_PORTS = 65_535;

  /** Empty for what is no URI of HTTP or HTTPS with a host. */
  static Optional<KeyServer> of(String uri) {
    URI parsed;
    try {
      parsed = new URI(uri);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    String scheme = String.valueOf(parsed.getScheme()).toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    String host = parsed.getHost();
    int port = parsed.getPort() < 0 ? (tls ? HTTPS : HTTP) : parsed.getPort();
    boolean good = host != null && (tls || scheme.equals("http")) && port > 0 && port <= MOST_PORTS;
    return good
        ? Optional.of(new KeyServer(uri, tls, host.replace("[", "").replace("]", ""), port))
        : Optional.empty();
  }

  /** One for all rules whose keys the host has. */
  String cluster() {
    return "meshtwin/keys~" + (tls ? "https~" : "http~") + host + "~" + port;
  }

  /**
   * The cluster, found by the proxy's DNS. In TLS the host's certificate must be its own, and
   * signed by an authority that the proxy's system trusts.
   */
  Cluster cluster(SdsSecrets secrets, Origin origin) throws Unsupported {
    Cluster.Builder cluster =
        Clusters.template(cluster())
            // Its addresses are tried in turn until one answers, as Go's client has it. STRICT_DNS
            // makes each an endpoint, and a fetch that meets a closed one fails.
            .setType(DiscoveryType.LOGICAL_DNS)
            .setDnsLookupFamily(DnsLookupFamily.ALL)
            .setLoadAssignment(Assignments.only(cluster(), new Address(host, port)));
    if (tls) {
      var system = new UpstreamTls.ByPolicy(host, List.of(), List.of(), null);
      cluster.setTransportSocket(UpstreamTlsSockets.of(system, Protocol.HTTP, secrets, origin));
    }
    return cluster.build();
  }
}
