package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.TrafficDistributions.Distribution;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.TrafficPolicy.Distribute;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Nearness;
import io.meshtwin.twin.resource.TrafficPolicy.Zones;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Preference;
import io.meshtwin.twin.routing.Preference.Label;
import io.meshtwin.twin.routing.Preference.Near;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints go first by where they and the client are, or by labels of both: by a
 * DestinationRule, by the host itself, or by MeshConfig, in this order ({@code
 * loadbalancer.GetEffectiveLbSetting}). Where nothing is said near ones do as soon as a
 * DestinationRule has failing endpoints left out ({@code ApplyLocalityLoadBalancer}); what
 * MeshConfig leaves out counts for hosts of DNS alone ({@code BuildClusterLoadAssignment} asks
 * DestinationRules, {@code ApplyToCluster} the cluster).
 */
public final class Localities {
  private static final Nearness ON = new Nearness(null, List.of(), Map.of(), List.of());
  private static final Choice ALIKE = new Choice.Alike();
  private static final Choice.Unknown NOWHERE =
      unknown(", for clients of which manifests do not say where they are,");

  private final HostMembers members;
  private final HostLocalities hosts;
  private final HostLabels labels;
  private final TrafficDistributions distributions;
  private final Supplier<NearClients.Labels> known;
  private final Nearness near;
  private final @Nullable Zones zones;
  private final boolean leftOut;

  /**
   * Those of an image.
   *
   * @param known the labels by which endpoints are preferred there
   * @param entries its ServiceEntries
   */
  public Localities(
      MeshImage image,
      MeshConfig config,
      Supplier<NearClients.Labels> known,
      Supplier<EntriesByHost> entries) {
    members = new HostMembers(image, entries);
    hosts = new HostLocalities(members);
    labels = new HostLabels(members);
    distributions = new TrafficDistributions(members);
    this.known = known;
    near = Objects.requireNonNullElse(config.nearness(), ON);
    zones = config.zones();
    leftOut = config.leavesOut();
  }

  /** What becomes of a preference. */
  sealed interface Choice {
    /** All endpoints are alike. */
    record Alike() implements Choice {}

    /** Some go first. */
    record First(Preference preference) implements Choice {}

    /**
     * Not known.
     *
     * @param by who says that some go first, where that is the host itself
     * @param of of what, in words
     */
    record Unknown(@Nullable Origin by, String of) implements Choice {}
  }

  private static Choice.Unknown unknown(String of) {
    return new Choice.Unknown(null, of);
  }

  /**
   * What is wanted of a host's endpoints.
   *
   * @param forced whether that holds where failing endpoints are not left out
   * @param regions whether regions alone are told apart
   * @param by the host, where it says so itself
   */
  private record Wanted(Nearness near, boolean forced, boolean regions, @Nullable Origin by) {
    static Wanted of(Nearness near) {
      return new Wanted(near, false, false, null);
    }

    static Wanted of(Zones zones) {
      var near =
          new Nearness(zones.enabled(), List.of(), zones.failover(), zones.failoverPriority());
      return new Wanted(near, true, true, null);
    }
  }

  /** What it makes of a host's endpoints for a client. */
  Choice of(MeshView view, KnownHost host, HostPolicy policy) {
    TrafficDistributions.Asked asked = distributions.of(host.key());
    boolean said = policy.balancer() != null && says(policy.balancer());
    if (!said && asked.distribution() == Distribution.DISPUTED) {
      return new Choice.Unknown(asked.by(), ", of which its ServiceEntries say different things,");
    }
    Wanted wanted = wanted(policy.balancer(), asked);
    if (Boolean.FALSE.equals(wanted.near().enabled())) {
      return ALIKE;
    }
    boolean failsOver = wanted.forced() || policy.outlier() != null;
    Choice choice = ALIKE;
    if (!wanted.near().distribute().isEmpty()) {
      choice = distributed(view, host, wanted.near());
    } else if (failsOver || (leftOut && members.named(host.key()))) {
      choice = ordered(view, host, wanted, policy.outlier() != null);
    }
    return choice instanceof Choice.Unknown unknown
        ? new Choice.Unknown(wanted.by(), unknown.of())
        : choice;
  }

  private static boolean says(LoadBalancer balancer) {
    return balancer.zones() != null || balancer.locality() != null;
  }

  private Wanted wanted(@Nullable LoadBalancer balancer, TrafficDistributions.Asked asked) {
    if (balancer != null && balancer.zones() != null) {
      return Wanted.of(balancer.zones());
    }
    if (balancer != null && balancer.locality() != null) {
      return Wanted.of(balancer.locality());
    }
    List<String> own = asked.distribution().labels();
    if (!own.isEmpty()) {
      return new Wanted(Nearness.byLabels(own), true, false, asked.by());
    }
    return zones == null ? Wanted.of(near) : Wanted.of(zones);
  }

  private Choice distributed(MeshView view, KnownHost host, Nearness wanted) {
    boolean decides =
        hosts.several(host.key())
            || wanted.distribute().stream().anyMatch(one -> leavesOut(host, one));
    if (!decides) {
      return ALIKE;
    }
    if (!hosts.sure(host.key())) {
      return unknown(", of which manifests do not say where they are,");
    }
    Locality client = place(view);
    return client == null ? NOWHERE : shared(client, host, wanted);
  }

  /** What no locality of a distribution takes is left without endpoints. */
  private boolean leavesOut(KnownHost host, Distribute distribute) {
    Set<Locality> all = hosts.of(host.key());
    return all.stream()
        .anyMatch(locality -> distribute.to().keySet().stream().noneMatch(locality::isIn));
  }

  /** The first distribution for the client counts, and where none is, all are alike. */
  private Choice shared(Locality client, KnownHost host, Nearness wanted) {
    for (Distribute one : wanted.distribute()) {
      if (client.isIn(one.from())) {
        Set<String> rules = one.to().keySet();
        boolean twice =
            hosts.of(host.key()).stream()
                .anyMatch(place -> rules.stream().filter(place::isIn).count() > 1);
        return twice
            ? unknown(", by a distribution that names some twice,")
            : new Choice.First(new Preference.Shared(new TreeMap<>(one.to())));
      }
    }
    return ALIKE;
  }

  /**
   * First by labels, then by nearness, which is asked where no labels are given, where regions fail
   * over to others, and by zones.
   */
  private Choice ordered(MeshView view, KnownHost host, Wanted wanted, boolean outliers) {
    var order = new LabelOrder(wanted.near().failoverPriority());
    boolean placed = order.isEmpty() || !wanted.near().failover().isEmpty() || wanted.regions();
    boolean byPlace = placed && hosts.several(host.key());
    boolean byLabels = !order.isEmpty() && labels.differ(host.key(), order.names(), List.of());
    if (!byPlace && !byLabels) {
      return ALIKE;
    }
    if (byLabels && members.named(host.key()) && hosts.several(host.key())) {
      // istiod counts the endpoints of one locality among those of all (ApplyToCluster).
      return unknown(", by labels, of a host of DNS in several localities");
    }
    List<Label> own = byLabels ? order.of(view, known.get().ofClients()) : List.of();
    Locality client = byPlace ? place(view) : Locality.NONE;
    if (own == null || client == null) {
      return NOWHERE;
    }
    if (byPlace && !hosts.sure(host.key())) {
      return unknown(", of which manifests do not say where they are,");
    }
    if (byLabels && wanted.forced() && !outliers && forgotten(host, order, own)) {
      return unknown(", by a label that istiod does not tell clients of one locality apart by,");
    }
    String next = wanted.near().failover().getOrDefault(client.region(), "");
    Near nearest = byPlace ? new Near(client.written(), next, wanted.regions()) : null;
    return new Choice.First(new Preference.Ordered(own, order.acrossNetworks(), nearest));
  }

  /**
   * Whether another client of the same locality may have been answered first, for whom other
   * endpoints go first: istiod gives all of them what it worked out for one.
   */
  private boolean forgotten(KnownHost host, LabelOrder order, List<Label> own) {
    int remembered = order.remembered();
    List<String> names = order.names();
    return labels.differ(
        host.key(), names.subList(remembered, names.size()), own.subList(0, remembered));
  }

  /**
   * Where a client's proxy is, by its labels ({@code localityFromProxyLabels}); null where that is
   * not known, as it is of no Gateway.
   */
  private static @Nullable Locality place(MeshView view) {
    Map<String, String> labels = view.labels();
    var place =
        new Locality(
            labels.getOrDefault(Node.REGION, ""),
            labels.getOrDefault(Node.ZONE, ""),
            labels.getOrDefault(Node.SUBZONE, ""));
    boolean known =
        view.sidecar()
            && !place.equals(Locality.NONE)
            && !List.of(place.region(), place.zone(), place.subzone())
                .contains(PlaceLabels.SOMEWHERE);
    return known ? place : null;
  }
}
