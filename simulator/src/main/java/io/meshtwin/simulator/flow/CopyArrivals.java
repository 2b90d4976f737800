package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.Endpoint;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A copy of requests, and what the proxies of its endpoints make of it. It goes to one of them, and
 * is not tried again where that one refuses it (Envoy, {@code
 * RouteAction.request_mirror_policies}): what some refuse is lost to the others.
 *
 * @param copy as the client's proxy makes it
 * @param arrivals of its endpoints, in their order
 */
public record CopyArrivals(Copy copy, List<Arrival> arrivals) {
  public CopyArrivals {
    arrivals = List.copyOf(arrivals);
  }

  /** The part that is not refused; null where all of it is. */
  @Nullable Copy taken() {
    return arrivals.isEmpty()
        ? copy
        : part(arrival -> !(arrival.outcome() instanceof Outcome.Refused));
  }

  /** The part that is refused; null where nothing is. */
  public @Nullable Copy refused() {
    return part(arrival -> arrival.outcome() instanceof Outcome.Refused);
  }

  private @Nullable Copy part(Predicate<Arrival> which) {
    List<Endpoint> some = arrivals.stream().filter(which).map(Arrival::endpoint).toList();
    return some.isEmpty() ? null : copy.only(some);
  }
}
