package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.TrafficPolicy.Distribute;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Nearness;
import io.meshtwin.twin.resource.TrafficPolicy.Zones;
import io.meshtwin.twin.routing.Preference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints go first by where they are and where the client is: by a DestinationRule or
 * MeshConfig, and, since it is on where nothing is said, as soon as failing endpoints are left out
 * ({@code loadbalancer.GetEffectiveLbSetting}, {@code ApplyLocalityLoadBalancer}).
 */
final class Localities {
  private static final Nearness ON = new Nearness(null, List.of(), Map.of(), List.of());

  private final HostLocalities hosts;
  private final Nearness near;
  private final @Nullable Zones zones;
  private final boolean leftOut;

  Localities(MeshImage image, MeshConfig config) {
    hosts = new HostLocalities(image);
    near = Objects.requireNonNullElse(config.nearness(), ON);
    zones = config.zones();
    leftOut = config.body().path("defaultTrafficPolicy").has("outlierDetection");
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
     * @param of of what, in words
     */
    record Unknown(String of) implements Choice {}
  }

  private static final Choice ALIKE = new Choice.Alike();

  /** What it makes of a host's endpoints for a client. */
  Choice of(MeshView view, KnownHost host, HostPolicy policy) {
    LoadBalancer balancer = policy.balancer();
    Nearness said = balancer == null ? null : balancer.locality();
    Zones zone = balancer == null ? null : balancer.zones();
    if (zone != null || (said == null && zones != null)) {
      return decides(host, Objects.requireNonNull(zone == null ? zones : zone))
          ? new Choice.Unknown("")
          : ALIKE;
    }
    Nearness wanted = said == null ? near : said;
    if (!decides(host, wanted, policy.outlier() != null || leftOut)) {
      return ALIKE;
    }
    boolean distributed = !wanted.distribute().isEmpty();
    if (!distributed && (!wanted.failoverPriority().isEmpty() || policy.outlier() == null)) {
      return new Choice.Unknown("");
    }
    if (!hosts.sure(host.key())) {
      return new Choice.Unknown(", of which manifests do not say where they are,");
    }
    Locality client = place(view);
    if (client == null) {
      return new Choice.Unknown(", for clients of which manifests do not say where they are,");
    }
    return distributed ? shared(client, host, wanted) : nearest(client, wanted);
  }

  /** It is failed over whether failing endpoints are left out or not. */
  private boolean decides(KnownHost host, Zones wanted) {
    return wanted.enabled() && (!wanted.failoverPriority().isEmpty() || several(host));
  }

  private boolean decides(KnownHost host, Nearness wanted, boolean outliers) {
    if (Boolean.FALSE.equals(wanted.enabled())) {
      return false;
    }
    if (!wanted.distribute().isEmpty()) {
      return several(host) || wanted.distribute().stream().anyMatch(one -> leavesOut(host, one));
    }
    return outliers && (!wanted.failoverPriority().isEmpty() || several(host));
  }

  private boolean several(KnownHost host) {
    return hosts.of(host.key()).size() > 1;
  }

  /** What no locality of a distribution takes is left without endpoints. */
  private boolean leavesOut(KnownHost host, Distribute distribute) {
    Set<Locality> all = hosts.of(host.key());
    return all.stream()
        .anyMatch(locality -> distribute.to().keySet().stream().noneMatch(locality::isIn));
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

  private static Choice nearest(Locality client, Nearness wanted) {
    String next = wanted.failover().getOrDefault(client.region(), "");
    return new Choice.First(Preference.nearest(client.written(), next));
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
            ? new Choice.Unknown(", by a distribution that names some twice,")
            : new Choice.First(Preference.shared(new TreeMap<>(one.to())));
      }
    }
    return ALIKE;
  }
}
