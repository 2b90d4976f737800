package io.meshtwin.twin.resource;

import io.meshtwin.twin.resource.TrafficPolicy.AtPort;
import io.meshtwin.twin.resource.TrafficPolicy.ClientTls;
import io.meshtwin.twin.resource.TrafficPolicy.ConnectionPool;
import io.meshtwin.twin.resource.TrafficPolicy.Outlier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a DestinationRule's traffic policies, with what istiod's webhook demands of them. */
final class TrafficPolicyReader {
  private static final String NAME = "trafficPolicy";
  private static final int MOST = Integer.MAX_VALUE;
  private static final int MOST_PORT = 65_535;
  private static final int PERCENT = 100;
  private static final List<String> PARTS =
      List.of("loadBalancer", "connectionPool", "outlierDetection", "tls");
  private static final List<String> OTHERS =
      List.of("portLevelSettings", "tunnel", "proxyProtocol", "retryBudget");

  private TrafficPolicyReader() {}

  /** The policy of a rule or a subset; null without one. */
  static @Nullable TrafficPolicy read(Fields owner) {
    Fields policy = owner.object(NAME);
    if (!owner.has(NAME)) {
      return null;
    }
    List<AtPort> ports = policy.list("portLevelSettings", TrafficPolicyReader::atPort);
    if (Stream.concat(PARTS.stream(), OTHERS.stream()).noneMatch(policy::has)) {
      owner.invalid(NAME, "must have at least one field");
    }
    var unmodelled = new ArrayList<>(policy.unmodelled("tunnel"));
    policy.ignore("retryBudget");
    proxyProtocol(policy, unmodelled);
    if (policy.has("tunnel") && policy.has("proxyProtocol")) {
      policy.invalid("tunnel", "must not be given beside proxyProtocol");
    }
    return common(policy, ports, unmodelled);
  }

  /** A policy that speaks PROXY in front of what it sends: who answers does not change. */
  private static void proxyProtocol(Fields policy, List<String> unmodelled) {
    unmodelled.addAll(policy.unmodelled("proxyProtocol"));
  }

  private static AtPort atPort(Fields policy) {
    Fields port = policy.object("port");
    int number = port.integer("number", 0, 0, MOST_PORT);
    port.done();
    if (!policy.has("port")) {
      policy.invalid("port", "is required");
    }
    if (PARTS.stream().noneMatch(policy::has)) {
      policy.invalid("port", "must not stand alone");
    }
    return new AtPort(number, common(policy, List.of(), List.of()));
  }

  private static TrafficPolicy common(Fields policy, List<AtPort> ports, List<String> unmodelled) {
    var result =
        new TrafficPolicy(
            policy.has("loadBalancer")
                ? LoadBalancerReader.read(
                    policy.object("loadBalancer"), policy.has("outlierDetection"))
                : null,
            policy.has("connectionPool") ? pool(policy.object("connectionPool")) : null,
            policy.has("outlierDetection") ? outlier(policy.object("outlierDetection")) : null,
            policy.has("tls") ? tls(policy.object("tls")) : null,
            ports,
            unmodelled,
            policy.path());
    PARTS.forEach(policy::ignore);
    policy.done();
    return result;
  }

  /** A connection pool, of a DestinationRule, a Sidecar or MeshConfig. */
  static ConnectionPool pool(Fields pool) {
    Fields tcp = pool.object("tcp");
    Fields http = pool.object("http");
    if (!pool.has("tcp") && !pool.has("http")) {
      pool.invalid("tcp", "or http must be given");
    }
    String upgrade =
        http.word("h2UpgradePolicy", "DEFAULT", List.of("DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"));
    boolean clientProtocol = http.flag("useClientProtocol", false);
    if (clientProtocol && "UPGRADE".equals(upgrade)) {
      http.invalid("useClientProtocol", "must not be true with h2UpgradePolicy UPGRADE");
    }
    var result =
        new ConnectionPool(
            tcp.integer("maxConnections", 0, 0, MOST),
            IstioDuration.read(tcp, "connectTimeout"),
            http.integer("http1MaxPendingRequests", 0, 0, MOST),
            http.integer("http2MaxRequests", 0, 0, MOST),
            http.integer("maxRequestsPerConnection", 0, 0, MOST),
            http.integer("maxRetries", 0, 0, MOST),
            http.integer("maxConcurrentStreams", 0, 0, MOST),
            IstioDuration.read(http, "idleTimeout"),
            upgrade == null ? "DEFAULT" : upgrade,
            clientProtocol);
    IstioDuration.read(tcp, "maxConnectionDuration");
    IstioDuration.readAny(tcp, "idleTimeout");
    Fields keepalive = tcp.object("tcpKeepalive");
    IstioDuration.read(keepalive, "time");
    IstioDuration.read(keepalive, "interval");
    keepalive.ignore("probes");
    keepalive.done();
    Fields ping = http.object("http2KeepAlive");
    Stream.of("interval", "timeout").forEach(name -> required(http, ping, name));
    ping.done();
    tcp.done();
    http.done();
    pool.done();
    return result;
  }

  private static void required(Fields http, Fields ping, String name) {
    Duration given = IstioDuration.read(ping, name);
    if (http.has("http2KeepAlive") && given == null && !ping.has(name)) {
      ping.invalid(name, "is required");
    }
  }

  private static Outlier outlier(Fields outlier) {
    outlier.deprecated("consecutiveErrors", "use consecutive5xxErrors: nobody reads it any more");
    outlier.ignore("consecutiveErrors", "outlierDetectionHttpErrorCodes");
    var result =
        new Outlier(
            outlier.optionalInteger("consecutive5xxErrors", 0, MOST),
            outlier.optionalInteger("consecutiveGatewayErrors", 0, MOST),
            outlier.optionalInteger("consecutiveLocalOriginFailures", 0, MOST),
            outlier.flag("splitExternalLocalOriginErrors", false),
            IstioDuration.read(outlier, "interval"),
            IstioDuration.read(outlier, "baseEjectionTime"),
            outlier.integer("maxEjectionPercent", 0, 0, PERCENT),
            outlier.integer("minHealthPercent", 0, 0, PERCENT));
    Integer local = result.consecutiveLocal();
    if (!result.splitLocalErrors() && local != null && local > 0) {
      outlier.invalid(
          "consecutiveLocalOriginFailures", "needs splitExternalLocalOriginErrors: true");
    }
    outlier.done();
    return result;
  }

  private static ClientTls tls(Fields tls) {
    String mode =
        tls.word("mode", "DISABLE", List.of("DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"));
    var result =
        new ClientTls(
            mode == null ? "DISABLE" : mode,
            tls.text("credentialName", ""),
            tls.text("clientCertificate", ""),
            tls.text("privateKey", ""),
            tls.text("caCertificates", ""),
            tls.textList("subjectAltNames"),
            tls.text("sni", ""),
            tls.has("insecureSkipVerify") ? tls.flag("insecureSkipVerify", false) : null,
            tls.path());
    tls.ignore("insecureSkipVerify", "caCrl");
    check(tls, result);
    tls.done();
    return result;
  }

  /** ValidateTLS. */
  private static void check(Fields tls, ClientTls read) {
    boolean own = read.mode().equals("SIMPLE") || read.mode().equals("MUTUAL");
    if (own && Boolean.TRUE.equals(read.insecureSkipVerify())) {
      if (!read.caCertificates().isEmpty() || !read.subjectAltNames().isEmpty()) {
        tls.invalid("insecureSkipVerify", "must not be true beside what would be verified");
      } else if (read.mode().equals("SIMPLE") && !read.credentialName().isEmpty()) {
        tls.invalid("insecureSkipVerify", "must not be true beside credentialName");
      }
    }
    if (own && !read.credentialName().isEmpty()) {
      Stream.of("clientCertificate", "privateKey", "caCertificates", "caCrl")
          .filter(name -> !tls.text(name, "").isEmpty())
          .forEach(name -> tls.invalid(name, "must not be given beside credentialName"));
    } else if (read.mode().equals("MUTUAL")) {
      Stream.of("clientCertificate", "privateKey")
          .filter(name -> tls.text(name, "").isEmpty())
          .forEach(name -> tls.invalid(name, "is required with mode MUTUAL"));
    }
  }
}
