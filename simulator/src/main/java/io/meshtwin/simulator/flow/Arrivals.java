package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoints' own proxies make of a request.
 *
 * @param shares for each share of the rule its endpoints, in their order; empty where proxies have
 *     no say in that
 * @param copies what becomes of each copy; empty where none is made
 */
public record Arrivals(List<List<Arrival>> shares, List<CopyArrivals> copies) {
  /** Nobody is asked. */
  public static final Arrivals NONE = new Arrivals(List.of(), List.of());

  public Arrivals {
    var copy = new ArrayList<List<Arrival>>(shares.size());
    shares.forEach(share -> copy.add(List.copyOf(share)));
    shares = Collections.unmodifiableList(copy);
    copies = List.copyOf(copies);
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
    return arrivals(share, all).stream();
  }

  private List<Arrival> arrivals(Share share, List<Share> all) {
    int index = all.indexOf(share);
    return index < 0 || index >= shares.size() ? List.of() : shares.get(index);
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
    boolean refused = false;
    for (List<Arrival> share : shares) {
      for (Arrival arrival : share) {
        if (!(arrival.outcome() instanceof Outcome.Refused)) {
          return false;
        }
        refused = true;
      }
    }
    return refused;
  }

  /** The parts of copies that endpoints take. */
  List<Copy> taken() {
    return copies.stream().flatMap(copy -> Stream.ofNullable(copy.taken())).toList();
  }

  /** What keeps the answer from being known. */
  List<Caveat> caveats() {
    Set<Caveat> caveats = Set.of();
    for (List<Arrival> share : shares) {
      caveats = and(share, caveats);
    }
    for (CopyArrivals copy : copies) {
      caveats = and(copy.arrivals(), caveats);
    }
    return List.copyOf(caveats);
  }

  /** Most often there are none: this is asked of every request. */
  private static Set<Caveat> and(List<Arrival> arrivals, Set<Caveat> known) {
    Set<Caveat> caveats = known;
    for (Arrival arrival : arrivals) {
      if (arrival.outcome() instanceof Outcome.Undecided undecided) {
        caveats = caveats.isEmpty() ? new LinkedHashSet<>() : caveats;
        caveats.addAll(undecided.caveats());
      }
    }
    return caveats;
  }

  /** What the endpoints of one of the shares are told alike; null where they are told otherwise. */
  @Nullable Changes told(Share share, List<Share> all) {
    Changes told = null;
    for (Arrival arrival : arrivals(share, all)) {
      if (told != null && !told.equals(arrival.told())) {
        return null;
      }
      told = arrival.told();
    }
    return told;
  }
}
