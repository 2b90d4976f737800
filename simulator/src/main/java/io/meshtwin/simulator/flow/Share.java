package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A share of the requests of a rule.
 *
 * @param weight fraction of the requests, above 0, at most 1
 * @param service null where no Service is meant: an invalid reference, a workload dialed directly
 * @param port the Service's port, or the one dialed
 * @param endpoints who answers; empty where nobody does
 * @param failure why nobody does, null otherwise
 * @param changes to what is sent and answered, the rule's and the share's own together
 * @param origin the backendRef
 */
public record Share(
    double weight,
    @Nullable ServicePort service,
    int port,
    List<Endpoint> endpoints,
    @Nullable Failure failure,
    Changes changes,
    Origin origin) {
  public Share {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * Why a share is not forwarded.
   *
   * @param status what an HTTP client gets: 500 for an invalid backend, 503 for no endpoints
   * @param reason {@code no_backend} or {@code no_endpoints}: what a TCP client runs into
   * @param flags Envoy's response flags
   * @param words what is wrong
   */
  public record Failure(int status, String reason, @Nullable String flags, String words) {}

  /** What part of this share each owner of endpoints gets, by {@code ns/name}; sums to 1. */
  public SortedMap<String, Double> workloads() {
    double total = endpoints.stream().mapToInt(Endpoint::weight).sum();
    var result = new TreeMap<String, Double>();
    endpoints.forEach(e -> result.merge(e.workload(), e.weight() / total, Double::sum));
    return result;
  }
}
