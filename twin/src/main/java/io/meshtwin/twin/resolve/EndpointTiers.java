package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.virtualservice.PodPlaces;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Preference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which endpoints of a cluster are asked, and who stands by, by where they are (istiod, {@code
 * ApplyLocalityLoadBalancer}). Envoy asks the first priority alone as long as its endpoints answer.
 *
 * @param places where Pods are
 * @param workloads which Pods endpoints are
 */
record EndpointTiers(PodPlaces places, Workloads workloads) {
  private static final int NEXT_REGION = 3;
  private static final int ELSEWHERE = 4;

  /** Weights are whole numbers; this many parts of one percent are told apart. */
  private static final long PARTS = 10_000;

  Cluster of(Preference near, Cluster all) {
    String cluster = all.service().service().cluster();
    Map<Locality, List<Endpoint>> byPlace = new HashMap<>();
    for (Endpoint endpoint : all.endpoints()) {
      String place = place(cluster, endpoint);
      if (place.equals(PlaceLabels.SOMEWHERE)) {
        return doubted(all, endpoint);
      }
      byPlace.computeIfAbsent(Locality.of(place), _ -> new ArrayList<>()).add(endpoint);
    }
    List<List<Endpoint>> tiers =
        near.shares().isEmpty() ? byNearness(near, byPlace) : List.of(byShares(near, byPlace));
    return tiers.isEmpty()
        ? all
        : new Cluster(
            all.service(),
            all.protocol(),
            tiers.getFirst(),
            tiers.subList(1, tiers.size()),
            all.caveats());
  }

  private String place(String cluster, Endpoint endpoint) {
    if (!endpoint.traits().place().isEmpty()) {
      return endpoint.traits().place();
    }
    Workload workload = workloads.behind(cluster, endpoint);
    return workload == null || !workload.name().equals(endpoint.name())
        ? PlaceLabels.SOMEWHERE
        : places.ofEndpoint(workload.key());
  }

  private static Cluster doubted(Cluster all, Endpoint endpoint) {
    var caveats = new ArrayList<>(all.caveats());
    caveats.add(
        Caveats.notModelled(
            "where " + endpoint.name() + " is, by which near endpoints go first,",
            new Origin(all.service().service(), "", null)));
    return new Cluster(all.service(), all.protocol(), all.endpoints(), caveats);
  }

  /** Priorities without gaps ({@code applyLocalityFailover}). */
  private static List<List<Endpoint>> byNearness(
      Preference near, Map<Locality, List<Endpoint>> byPlace) {
    Locality client = Locality.of(near.client());
    var tiers = new TreeMap<Integer, List<Endpoint>>();
    byPlace.forEach((place, endpoints) ->
        tiers
            .computeIfAbsent(distance(client, place, near.next()), _ -> new ArrayList<>())
            .addAll(endpoints));
    return List.copyOf(tiers.values());
  }

  /** As {@code LbPriority}, and farther than the region that is failed over to. */
  private static int distance(Locality client, Locality place, String next) {
    if (!client.region().equals(place.region())) {
      return next.isEmpty() || next.equals(place.region()) ? NEXT_REGION : ELSEWHERE;
    }
    if (!client.zone().equals(place.zone())) {
      return 2;
    }
    return client.subzone().equals(place.subzone()) ? 0 : 1;
  }

  /**
   * The weights of localities shared out among their endpoints; who has none is left out ({@code
   * applyLocalityWeights}). That localities together have the weight of a rule is rounded up for
   * each, as istiod does.
   */
  private static List<Endpoint> byShares(Preference near, Map<Locality, List<Endpoint>> byPlace) {
    var result = new ArrayList<Endpoint>();
    near.shares()
        .forEach((rule, share) -> {
          List<List<Endpoint>> meant =
              byPlace.entrySet().stream()
                  .filter(entry -> entry.getKey().isIn(rule))
                  .map(Map.Entry::getValue)
                  .toList();
          long whole = meant.stream().mapToLong(EndpointTiers::weight).sum();
          for (List<Endpoint> endpoints : meant) {
            long own = weight(endpoints);
            long part = Math.ceilDiv(own * share, whole);
            endpoints.forEach(one ->
                result.add(one.weighing((int) Math.max(1, part * one.weight() * PARTS / own))));
          }
        });
    return result;
  }

  private static long weight(List<Endpoint> endpoints) {
    return endpoints.stream().mapToLong(Endpoint::weight).sum();
  }
}
