package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.Caveat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the endpoints' own proxies make of a request.
 *
 * @param shares for each share of the rule its endpoints, in their order; empty where proxies have
 *     no say in that
 */
public record Arrivals(List<List<Arrival>> shares) {
  /** Nobody is asked. */
  public static final Arrivals NONE = new Arrivals(List.of());

  public Arrivals {
    shares = shares.stream().map(List::copyOf).toList();
  }

  /** All endpoints. */
  public Stream<Arrival> all() {
    return shares.stream().flatMap(List::stream);
  }

  /** Whether some endpoint has a proxy that was asked, or refuses by itself. */
  public boolean asked() {
    return all()
        .anyMatch(
            arrival -> arrival.inbound() != null || arrival.outcome() instanceof Outcome.Refused);
  }

  /** The endpoints of one of the shares. */
  Stream<Arrival> of(Share share, List<Share> all) {
    int index = all.indexOf(share);
    return index < 0 || index >= shares.size() ? Stream.empty() : shares.get(index).stream();
  }

  /** Those that do not take the request. */
  public List<Outcome.Refused> refusals() {
    return all()
        .map(Arrival::outcome)
        .filter(Outcome.Refused.class::isInstance)
        .map(Outcome.Refused.class::cast)
        .toList();
  }

  /** Whether none of the endpoints takes the request. */
  public boolean refused() {
    return !shares.isEmpty()
        && all().findAny().isPresent()
        && all().allMatch(arrival -> arrival.outcome() instanceof Outcome.Refused);
  }

  /** What keeps the answer from being known. */
  List<Caveat> caveats() {
    return all()
        .map(Arrival::outcome)
        .filter(Outcome.Undecided.class::isInstance)
        .flatMap(outcome -> ((Outcome.Undecided) outcome).caveats().stream())
        .distinct()
        .toList();
  }
}
