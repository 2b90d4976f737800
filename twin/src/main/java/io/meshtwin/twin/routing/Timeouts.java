package io.meshtwin.twin.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits in time, null or zero for none.
 *
 * @param request for the whole exchange: Envoy's route timeout
 * @param backendRequest for one try: Envoy's timeout per try
 */
public record Timeouts(@Nullable Duration request, @Nullable Duration backendRequest) {
  /** How long a connection may take to come about before a proxy gives it up. */
  public static final Duration CONNECT = Duration.ofSeconds(5);

  /** No limit. */
  public static final Timeouts NONE = new Timeouts(null, null);

  /** Whether there is any. */
  public boolean limited() {
    return positive(request) || positive(backendRequest);
  }

  private static boolean positive(@Nullable Duration limit) {
    return limit != null && limit.isPositive();
  }
}
