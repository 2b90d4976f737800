package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.TrafficPolicy.Distribute;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Nearness;
import io.meshtwin.twin.resource.TrafficPolicy.Zones;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether near endpoints go before far ones: by a DestinationRule or MeshConfig, and, since it is
 * on where nothing is said, as soon as failing endpoints are left out ({@code
 * loadbalancer.GetEffectiveLbSetting}, {@code ApplyLocalityLoadBalancer}). Which endpoints that
 * leaves is not modelled.
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

  /** Whether it decides who answers at a host. */
  boolean decide(KnownHost host, HostPolicy policy) {
    boolean outliers = policy.outlier() != null || leftOut;
    LoadBalancer balancer = policy.balancer();
    if (balancer != null && balancer.zones() != null) {
      return decide(host, balancer.zones());
    }
    if (balancer != null && balancer.locality() != null) {
      return decide(host, balancer.locality(), outliers);
    }
    return zones == null ? decide(host, near, outliers) : decide(host, zones);
  }

  /** It is failed over whether failing endpoints are left out or not. */
  private boolean decide(KnownHost host, Zones wanted) {
    return wanted.enabled() && (!wanted.failoverPriority().isEmpty() || several(host));
  }

  private boolean decide(KnownHost host, Nearness wanted, boolean outliers) {
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
}
