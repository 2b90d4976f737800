package io.meshtwin.twin.resource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How proxies treat a host, a port of it or a subset (Istio's TrafficPolicy).
 *
 * @param loadBalancer how endpoints are chosen, null where nothing is said
 * @param connectionPool limits, null where nothing is said
 * @param outlier when endpoints are left out, null for never
 * @param tls how the host is spoken to, null where nothing is said
 * @param ports policies that stand for this one at a port, whole
 * @param unmodelled paths of fields that decide something and are not modelled
 * @param field the policy's path
 */
public record TrafficPolicy(
    @Nullable LoadBalancer loadBalancer,
    @Nullable ConnectionPool connectionPool,
    @Nullable Outlier outlier,
    @Nullable ClientTls tls,
    List<AtPort> ports,
    List<String> unmodelled,
    String field) {
  public TrafficPolicy {
    ports = List.copyOf(ports);
    unmodelled = List.copyOf(unmodelled);
  }

  /** A policy for one port. */
  public record AtPort(int port, TrafficPolicy policy) {}

  /**
   * How endpoints are chosen.
   *
   * @param simple {@code ROUND_ROBIN} and the like, empty where it is not said
   * @param hash what keeps a client with one endpoint, null for nothing
   * @param locality preference of near endpoints, null where nothing is said
   * @param zones preference of the client's zone, null where nothing is said
   * @param warmup whether new endpoints get less at first
   */
  public record LoadBalancer(
      String simple,
      @Nullable Hash hash,
      @Nullable Nearness locality,
      @Nullable Zones zones,
      boolean warmup) {}

  /**
   * Consistent hashing: exactly one of the first four is given, or none.
   *
   * @param header name of a header
   * @param cookie a cookie
   * @param sourceAddress whether it is the client's address
   * @param query name of a query parameter
   * @param maglev the table's size, null where it is a ring
   * @param minimumRingSize of a ring, null for istiod's
   */
  public record Hash(
      @Nullable String header,
      @Nullable Cookie cookie,
      boolean sourceAddress,
      @Nullable String query,
      @Nullable Long maglev,
      @Nullable Long minimumRingSize) {}

  /**
   * A cookie that the proxy makes where the client has none.
   *
   * @param ttl null for none to be made
   * @param attributes further ones
   */
  public record Cookie(
      String name, String path, @Nullable Duration ttl, Map<String, String> attributes) {
    public Cookie {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * Preference of near endpoints (Istio's LocalityLoadBalancerSetting).
   *
   * @param enabled null where it is not said
   * @param distribute weights by locality
   * @param failover region by region
   * @param failoverPriority labels in order
   */
  public record Nearness(
      @Nullable Boolean enabled,
      List<Distribute> distribute,
      Map<String, String> failover,
      List<String> failoverPriority) {
    public Nearness {
      distribute = List.copyOf(distribute);
      failover = Map.copyOf(failover);
      failoverPriority = List.copyOf(failoverPriority);
    }

    /** Labels in order, and nothing else. */
    public static Nearness byLabels(List<String> labels) {
      return new Nearness(true, List.of(), Map.of(), labels);
    }
  }

  /**
   * Whether endpoints of the client's zone go before others of its region (Istio's
   * ZoneAwareLoadBalancerSetting).
   *
   * @param enabled whether they do
   * @param failover region by region
   * @param failoverPriority labels in order
   */
  public record Zones(
      boolean enabled, Map<String, String> failover, List<String> failoverPriority) {
    public Zones {
      failover = Map.copyOf(failover);
      failoverPriority = List.copyOf(failoverPriority);
    }
  }

  /** Weights in percent for clients of a locality. */
  public record Distribute(String from, Map<String, Integer> to) {
    public Distribute {
      to = Map.copyOf(to);
    }
  }

  /**
   * When endpoints are left out for a while; null for istiod's or Envoy's own values.
   *
   * @param splitLocalErrors whether errors of the connection count apart
   */
  public record Outlier(
      @Nullable Integer consecutive5xx,
      @Nullable Integer consecutiveGateway,
      @Nullable Integer consecutiveLocal,
      boolean splitLocalErrors,
      @Nullable Duration interval,
      @Nullable Duration baseEjectionTime,
      int maxEjectionPercent,
      int minHealthPercent) {}

  /** Limits; 0 or null for none. */
  public record ConnectionPool(
      int maxConnections,
      @Nullable Duration connectTimeout,
      int http1MaxPendingRequests,
      int http2MaxRequests,
      int maxRequestsPerConnection,
      int maxRetries,
      int maxConcurrentStreams,
      @Nullable Duration idleTimeout,
      String h2UpgradePolicy,
      boolean useClientProtocol) {}

  /**
   * TLS towards the host (Istio's ClientTLSSettings).
   *
   * @param mode DISABLE, SIMPLE, MUTUAL or ISTIO_MUTUAL
   * @param credentialName the Secret with certificate, key and authority, empty for none
   * @param clientCertificate file, empty for none
   * @param privateKey file, empty for none
   * @param caCertificates file, empty for none
   * @param subjectAltNames names of which the server's certificate must have one
   * @param sni the name that is asked for, empty for istiod's
   * @param insecureSkipVerify whether the server's certificate is not checked, null where not said
   */
  public record ClientTls(
      String mode,
      String credentialName,
      String clientCertificate,
      String privateKey,
      String caCertificates,
      List<String> subjectAltNames,
      String sni,
      @Nullable Boolean insecureSkipVerify,
      String field) {
    public ClientTls {
      subjectAltNames = List.copyOf(subjectAltNames);
    }
  }
}
