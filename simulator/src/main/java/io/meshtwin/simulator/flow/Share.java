package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A share of the requests of a rule.
 *
 * @param weight fraction of the requests, above 0, at most 1
 * @param target who answers
 * @param failure why nobody does, null otherwise
 * @param changes to what is sent and answered, the rule's and the share's own together
 * @param origin the backendRef
 */
public record Share(
    double weight, Target target, @Nullable Failure failure, Changes changes, Origin origin) {
  /**
   * Why a share is not forwarded.
   *
   * @param status what an HTTP client gets: 500 for an invalid backend, 503 for no endpoints and
   *     for a connection that gets no answer, 504 where a time limit is over before
   * @param reason {@code no_backend}, {@code no_endpoints} or {@code network_policy}: what a TCP
   *     client runs into
   * @param flags Envoy's response flags
   * @param words what is wrong
   */
  public record Failure(int status, String reason, @Nullable String flags, String words) {}

  /** The Service; null where none is meant: an invalid reference, a workload dialed directly. */
  public @Nullable ServicePort service() {
    return target.service();
  }

  /** The Service's port, or the one dialed. */
  public int port() {
    return target.port();
  }

  /** Who answers; empty where nobody does. */
  public List<Endpoint> endpoints() {
    return target.endpoints();
  }

  /** How the proxy speaks to the backend, null for plain text. */
  public @Nullable UpstreamTls tls() {
    return target.tls();
  }

  /** What part of this share each owner of endpoints gets, by {@code ns/name}; sums to 1. */
  public SortedMap<String, Double> workloads() {
    return target.workloads();
  }
}
