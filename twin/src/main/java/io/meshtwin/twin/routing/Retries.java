package io.meshtwin.twin.routing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a request is tried again (Gateway API, GEP-1731; Envoy's {@code RetryPolicy}).
 *
 * @param attempts how often beside the first time, at least 0
 * @param on Envoy's conditions, for example {@code connect-failure}
 * @param statuses statuses after which it is tried again; they need the condition {@code
 *     retriable-status-codes}
 * @param backoff the least time between two tries, null for the proxy's own
 */
public record Retries(
    int attempts, List<String> on, List<Integer> statuses, @Nullable Duration backoff) {
  public Retries {
    on = List.copyOf(on);
    statuses = List.copyOf(statuses);
  }
}
