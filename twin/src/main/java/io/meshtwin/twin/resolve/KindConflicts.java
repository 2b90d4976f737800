package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.Attachment.Outcome;
import io.meshtwin.twin.resolve.Attachment.Place;
import io.meshtwin.twin.resource.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * HTTPRoutes and GRPCRoutes that have a hostname in common at one listener: exactly one of the two
 * acts, the older (GRPCRouteSpec.hostnames).
 */
final class KindConflicts {
  private static final Set<String> KINDS = Set.of("HTTPRoute", "GRPCRoute");

  /** Hostnames that have gone to a route, by listener and by kind of route. */
  private final Map<String, Map<String, HostnameIndex<Route>>> standing = new HashMap<>();

  private final Set<Loss> losses = new HashSet<>();

  private record Loss(ResourceKey route, String listener) {}

  private KindConflicts() {}

  private record Candidate(Route route, Place place) {}

  /** The attachments with the outcome of every conflict. */
  static List<Attachment> settled(List<Attachment> attachments) {
    boolean both =
        KINDS.stream()
            .allMatch(
                kind -> attachments.stream().anyMatch(a -> a.route().key().kind().equals(kind)));
    return both ? new KindConflicts().settle(attachments) : attachments;
  }

  private List<Attachment> settle(List<Attachment> attachments) {
    attachments.stream()
        .filter(attachment -> KINDS.contains(attachment.route().key().kind()))
        .flatMap(a -> a.places().stream().map(place -> new Candidate(a.route(), place)))
        .filter(candidate -> candidate.place().accepted())
        .sorted(Comparator.comparing(Candidate::route, Age.OLDEST_FIRST))
        .forEach(this::decide);
    var result = new ArrayList<Attachment>();
    for (Attachment attachment : attachments) {
      List<Place> places =
          attachment.places().stream().map(place -> after(attachment.route(), place)).toList();
      result.add(new Attachment(attachment.route(), attachment.ref(), places));
    }
    return result;
  }

  private void decide(Candidate candidate) {
    Map<String, HostnameIndex<Route>> there =
        standing.computeIfAbsent(candidate.place().listener().name(), _ -> new HashMap<>());
    String kind = candidate.route().key().kind();
    boolean taken =
        there.entrySet().stream()
            .filter(other -> !other.getKey().equals(kind))
            .anyMatch(other ->
                candidate.place().hostnames().stream().anyMatch(other.getValue()::intersects));
    if (taken) {
      losses.add(new Loss(candidate.route().key(), candidate.place().listener().name()));
      return;
    }
    HostnameIndex<Route> own = there.computeIfAbsent(kind, _ -> new HostnameIndex<>());
    candidate.place().hostnames().forEach(hostname -> own.add(hostname, candidate.route()));
  }

  private Place after(Route route, Place place) {
    return losses.contains(new Loss(route.key(), place.listener().name()))
        ? new Place(place.listener(), Outcome.CONFLICTED, List.of())
        : place;
  }
}
