package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.virtualservice.PodPlaces;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Preference;
import io.meshtwin.twin.routing.Preference.Label;
import io.meshtwin.twin.routing.Preference.Near;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints of a cluster are asked, and who stands by, by where they are and by their labels
 * (istiod, {@code ApplyLocalityLoadBalancer}, {@code ApplyZoneAwareLoadBalancer}). Envoy asks the
 * first priority alone as long as its endpoints answer.
 *
 * @param places where Pods are
 * @param workloads which Pods endpoints are
 */
record EndpointTiers(PodPlaces places, Workloads workloads) {
  private static final int NEXT_REGION = 3;
  private static final int ELSEWHERE = 4;

  /** Weights are whole numbers; this many parts of one percent are told apart. */
  private static final long PARTS = 10_000;

  /**
   * A priority gets everything while so many percent of its endpoints are ready (Envoy's
   * overprovisioning factor, {@code recalculatePerPriorityState}).
   */
  private static final int OVERPROVISIONED = 140;

  private static final int WHOLE = 100;

  /** By labels, then by nearness; 0 is the nearest. */
  private record Rank(int labels, int distance) implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER =
        Comparator.comparingInt(Rank::labels).thenComparingInt(Rank::distance);

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
  }

  /** An endpoint of which manifests do not say what decides. */
  private static final class Unplaced extends Exception {
    private static final long serialVersionUID = 1L;
    private final String name;

    Unplaced(Endpoint endpoint) {
      super(endpoint.name(), null, false, false);
      this.name = endpoint.name();
    }
  }

  /**
   * @param unready endpoints that proxies know of and that are not ready
   */
  Cluster of(Preference near, Cluster all, List<Endpoint> unready) {
    try {
      return switch (near) {
        case Preference.Shared shared -> shared(shared, all, unready);
        case Preference.Ordered ordered -> ordered(ordered, all, unready);
      };
    } catch (Unplaced unplaced) {
      return doubted(all, "where " + unplaced.name + " is, by which near endpoints go first,");
    }
  }

  private static Cluster doubted(Cluster all, String what) {
    var caveats = new ArrayList<>(all.caveats());
    caveats.add(Caveats.notModelled(what, new Origin(all.service().service(), "", null)));
    return new Cluster(all.service(), all.protocol(), all.endpoints(), caveats);
  }

  /** Priorities without gaps ({@code applyFailoverPriorities}, {@code applyLocalityFailover}). */
  private Cluster ordered(Preference.Ordered near, Cluster all, List<Endpoint> unready)
      throws Unplaced {
    var tiers = new TreeMap<Rank, List<Endpoint>>();
    for (Endpoint endpoint : all.endpoints()) {
      tiers.computeIfAbsent(rank(near, all, endpoint), _ -> new ArrayList<>()).add(endpoint);
    }
    if (tiers.isEmpty()) {
      return all;
    }
    var waiting = new ArrayList<Endpoint>();
    for (Endpoint endpoint : unready) {
      if (rank(near, all, endpoint).equals(tiers.firstKey())) {
        waiting.add(endpoint);
      }
    }
    List<List<Endpoint>> sorted = List.copyOf(tiers.values());
    if (!waiting.isEmpty() && !isWhole(all, sorted.getFirst(), waiting)) {
      return doubted(all, "the share of near endpoints of which some are not ready");
    }
    return new Cluster(
        all.service(),
        all.protocol(),
        sorted.getFirst(),
        sorted.subList(1, sorted.size()),
        all.caveats());
  }

  /** Whether those that are ready get everything, each the same. */
  private boolean isWhole(Cluster all, List<Endpoint> ready, List<Endpoint> waiting)
      throws Unplaced {
    var localities = new ArrayList<Locality>();
    for (Endpoint one : Stream.concat(ready.stream(), waiting.stream()).toList()) {
      localities.add(place(all, one));
    }
    return localities.stream().distinct().count() == 1
        && OVERPROVISIONED * ready.size() >= WHOLE * localities.size();
  }

  private Rank rank(Preference.Ordered preference, Cluster all, Endpoint endpoint) throws Unplaced {
    Near near = preference.near();
    return new Rank(
        mismatch(preference, all, endpoint),
        near == null ? 0 : distance(near, place(all, endpoint)));
  }

  /**
   * How many labels are left from the first on that an endpoint does not have ({@code
   * applyFailoverPriorityPerLocality}).
   */
  private int mismatch(Preference.Ordered preference, Cluster all, Endpoint endpoint)
      throws Unplaced {
    List<Label> labels = preference.labels();
    int other = 0;
    for (int i = 0; i < labels.size(); i++) {
      if (!has(all, endpoint, labels.get(i))) {
        if (i > 0 || !preference.acrossNetworks()) {
          return labels.size() - i + other;
        }
        other = labels.size();
      }
    }
    return other;
  }

  private boolean has(Cluster all, Endpoint endpoint, Label label) throws Unplaced {
    String own = label(all, endpoint, label.name());
    boolean shared = PlaceLabels.shared(label.name());
    boolean unsaid = own.equals(PlaceLabels.SOMEWHERE);
    if (shared && unsaid && label.value().equals(PlaceLabels.SOMEWHERE)) {
      return true;
    }
    if (unsaid || (shared && label.value().equals(PlaceLabels.SOMEWHERE))) {
      throw new Unplaced(endpoint);
    }
    return own.equals(label.value());
  }

  private String label(Cluster all, Endpoint endpoint, String name) {
    if (!endpoint.traits().place().isEmpty()) {
      String absent = PlaceLabels.shared(name) ? PlaceLabels.SOMEWHERE : "";
      return endpoint.traits().labels().getOrDefault(name, absent);
    }
    Workload workload = behind(all, endpoint);
    return workload == null
        ? PlaceLabels.SOMEWHERE
        : places.label(workload.key(), workload.labels(), name);
  }

  private Locality place(Cluster all, Endpoint endpoint) throws Unplaced {
    String own = endpoint.traits().place();
    Workload workload = own.isEmpty() ? behind(all, endpoint) : null;
    String place = workload == null ? own : places.ofEndpoint(workload.key());
    if (place.isEmpty() || place.equals(PlaceLabels.SOMEWHERE)) {
      throw new Unplaced(endpoint);
    }
    return Locality.of(place);
  }

  private @Nullable Workload behind(Cluster all, Endpoint endpoint) {
    Workload workload = workloads.behind(all.service().service().cluster(), endpoint);
    return workload == null || !workload.name().equals(endpoint.name()) ? null : workload;
  }

  /** As {@code LbPriority}, and farther than the region that is failed over to. */
  private static int distance(Near near, Locality place) {
    Locality client = Locality.of(near.client());
    if (!client.region().equals(place.region())) {
      return near.next().isEmpty() || near.next().equals(place.region()) ? NEXT_REGION : ELSEWHERE;
    }
    if (near.regions()) {
      return 0;
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
  private Cluster shared(Preference.Shared near, Cluster all, List<Endpoint> unready)
      throws Unplaced {
    for (Endpoint endpoint : unready) {
      Locality place = place(all, endpoint);
      if (near.shares().keySet().stream().anyMatch(place::isIn)) {
        return doubted(all, "the share of localities of which some endpoints are not ready");
      }
    }
    Map<Locality, List<Endpoint>> byPlace = new HashMap<>();
    for (Endpoint endpoint : all.endpoints()) {
      byPlace.computeIfAbsent(place(all, endpoint), _ -> new ArrayList<>()).add(endpoint);
    }
    var result = new ArrayList<Endpoint>();
    near.shares().forEach((rule, share) -> result.addAll(shared(rule, share, byPlace)));
    return new Cluster(all.service(), all.protocol(), result, all.caveats());
  }

  private static List<Endpoint> shared(
      String rule, int share, Map<Locality, List<Endpoint>> byPlace) {
    List<List<Endpoint>> meant =
        byPlace.entrySet().stream()
            .filter(entry -> entry.getKey().isIn(rule))
            .map(Map.Entry::getValue)
            .toList();
    long whole = meant.stream().mapToLong(EndpointTiers::weight).sum();
    var result = new ArrayList<Endpoint>();
    for (List<Endpoint> endpoints : meant) {
      long own = weight(endpoints);
      long part = Math.ceilDiv(own * share, whole);
      endpoints.forEach(
          one -> result.add(one.weighing((int) Math.max(1, part * one.weight() * PARTS / own))));
    }
    return result;
  }

  private static long weight(List<Endpoint> endpoints) {
    return endpoints.stream().mapToLong(Endpoint::weight).sum();
  }
}
