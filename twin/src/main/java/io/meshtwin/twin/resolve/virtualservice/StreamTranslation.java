package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.VirtualRule.Target;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.ArrayList;
import java.util.List;

/** Where a VirtualService's rules for connections lead ({@code buildOutboundNetworkFilters}). */
final class StreamTranslation {
  private static final int CLOSED = 503;

  private final Destinations destinations;

  StreamTranslation(Destinations destinations) {
    this.destinations = destinations;
  }

  /** Shares, and what decides who answers them and is not modelled. */
  record Shares(List<WeightedDestination> destinations, List<Caveat> caveats) {}

  /** A single destination gets all, whatever its weight; of several those with a weight. */
  Shares shares(Metadata owner, List<Target> targets, Place place) {
    boolean alone = targets.size() == 1;
    var result = new ArrayList<WeightedDestination>();
    var caveats = new ArrayList<Caveat>();
    for (Target target : targets) {
      if (alone || target.weight() > 0) {
        var origin = new Origin(owner.key(), target.field(), owner.source(target.field()));
        Destinations.Found found = destinations.of(place, target.destination(), true, CLOSED);
        caveats.addAll(found.caveats());
        result.add(
            new WeightedDestination(alone ? 1 : target.weight(), found.to(), Changes.NONE, origin));
      }
    }
    return new Shares(result, caveats);
  }
}
