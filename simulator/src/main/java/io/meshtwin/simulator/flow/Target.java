package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who answers.
 *
 * @param service null where no Service is meant: an invalid reference, a workload dialed directly
 * @param port the Service's port, or the one dialed
 * @param endpoints who answers; empty where nobody does
 * @param tls how the proxy speaks to them, null for plain text
 * @param original whether it is whoever has the address that the client chose; then no endpoints
 *     are known
 * @param subset which of the Service's endpoints they are, null for all
 * @param policy how one of them is chosen, and limits
 * @param spoken what the proxy speaks to them: {@link Protocol#spoken}
 */
public record Target(
    @Nullable ServicePort service,
    int port,
    List<Endpoint> endpoints,
    @Nullable UpstreamTls tls,
    boolean original,
    @Nullable Subset subset,
    UpstreamPolicy policy,
    Protocol spoken) {
  /** Nobody. */
  static final Target NOBODY = dialed(0, List.of());

  /** Workloads that the client dials itself, in what it speaks. */
  static Target dialed(int port, List<Endpoint> endpoints) {
    return new Target(
        null, port, endpoints, null, false, null, UpstreamPolicy.NONE, Protocol.UNSAID);
  }

  /** Whoever has the address that the client chose. */
  static Target original(
      @Nullable ServicePort service, @Nullable UpstreamTls tls, Protocol spoken) {
    int port = service == null ? 0 : service.port();
    return new Target(service, port, List.of(), tls, true, null, UpstreamPolicy.NONE, spoken);
  }

  public Target {
    endpoints = List.copyOf(endpoints);
  }

  /** Some of the endpoints. */
  public Target only(List<Endpoint> some) {
    return new Target(service, port, some, tls, original, subset, policy, spoken);
  }

  /**
   * The version of HTTP in which requests go on where a policy says it, as {@code 2}, {@code 1.1}
   * or {@code client} for the client's own; null where the port decides.
   */
  public @Nullable String version() {
    if (policy.version() == UpstreamPolicy.Version.OF_THE_PORT) {
      return null;
    }
    return switch (spoken) {
      case HTTP2 -> "2";
      case UNSAID -> "client";
      case HTTP, TCP, UDP -> "1.1";
    };
  }

  /** What part each owner of endpoints gets, by {@code ns/name}; sums to 1. */
  public SortedMap<String, Double> workloads() {
    double total = Endpoint.weight(endpoints);
    var result = new TreeMap<String, Double>();
    endpoints.forEach(e -> result.merge(e.workload(), e.weight() / total, Double::sum));
    return result;
  }
}
