package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.TrafficDistributions.Distribution;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.resource.TrafficPolicy.Nearness;
import io.meshtwin.twin.resource.TrafficPolicy.Zones;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadInstance;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether it matters in a mesh where clients are: some near endpoints may go first. */
public final class NearClients {
  private final MeshImage image;
  private final List<TrafficPolicy> policies;
  private final List<MeshConfig> configs;

  private NearClients(MeshImage image) {
    this.image = image;
    this.policies = policies(image).toList();
    this.configs = image.all(ConfigMap.class).map(MeshConfig::of).filter(Objects::nonNull).toList();
  }

  /** The labels of clients by which endpoints are preferred; empty where all are alike. */
  public static Set<String> labels(MeshImage image) {
    return new NearClients(image).labels();
  }

  /** The labels of endpoints by which they are preferred. */
  public static Set<String> ofEndpoints(MeshImage image) {
    var one = new NearClients(image);
    Set<String> names = one.named();
    TrafficDistributions.all(image).distinct().forEach(asked -> names.addAll(asked.labels()));
    return Set.copyOf(names);
  }

  private Set<String> labels() {
    Set<String> result = named();
    Set<Distribution> asked = asked();
    boolean distributed = nearness().anyMatch(near -> !near.distribute().isEmpty());
    boolean wanted =
        distributed || !asked.isEmpty() || failsOver() || zones().findAny().isPresent();
    result.removeAll(PodPlaces.OF_NODES);
    if (wanted && places().distinct().limit(2).count() > (distributed ? 0 : 1)) {
      result.addAll(PodPlaces.OF_NODES);
    }
    if (asked.contains(Distribution.SAME_NODE)) {
      result.add(PlaceLabels.HOSTNAME);
    }
    result.remove(PlaceLabels.CLUSTER);
    result.remove(PlaceLabels.NETWORK);
    if (wanted && networks()) {
      result.add(PlaceLabels.NETWORK);
    }
    return Set.copyOf(result);
  }

  private Set<Distribution> asked() {
    return TrafficDistributions.all(image)
        .filter(distribution -> distribution != Distribution.ANY)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /** Those that rules name. */
  private Set<String> named() {
    var names = new TreeSet<String>();
    if (failsOver()) {
      nearness().forEach(near -> names.addAll(LabelOrder.names(near.failoverPriority())));
    }
    zones().forEach(zones -> names.addAll(LabelOrder.names(zones.failoverPriority())));
    return names;
  }

  private boolean failsOver() {
    return policies.stream().anyMatch(policy -> policy.outlier() != null)
        || configs.stream().anyMatch(MeshConfig::leavesOut);
  }

  private Stream<Nearness> nearness() {
    return Stream.concat(
        policies.stream()
            .flatMap(policy -> Stream.ofNullable(policy.loadBalancer()))
            .flatMap(balancer -> Stream.ofNullable(balancer.locality())),
        configs.stream().flatMap(config -> Stream.ofNullable(config.nearness())));
  }

  private Stream<Zones> zones() {
    return Stream.concat(
        policies.stream()
            .flatMap(policy -> Stream.ofNullable(policy.loadBalancer()))
            .flatMap(balancer -> Stream.ofNullable(balancer.zones())),
        configs.stream().flatMap(config -> Stream.ofNullable(config.zones())));
  }

  private static Stream<TrafficPolicy> policies(MeshImage image) {
    return image
        .all(DestinationRule.class)
        .flatMap(rule ->
            Stream.concat(
                Stream.ofNullable(rule.policy()),
                rule.subsets().stream().flatMap(subset -> Stream.ofNullable(subset.policy()))))
        .flatMap(policy ->
            Stream.concat(
                Stream.of(policy), policy.ports().stream().map(TrafficPolicy.AtPort::policy)));
  }

  /** Whether some workload says that it is in a network of its own. */
  private boolean networks() {
    return image
        .all(Pod.class)
        .anyMatch(pod -> pod.metadata().labels().containsKey(PlaceLabels.NETWORK));
  }

  /** Where anything is that may be an endpoint. */
  private Stream<Locality> places() {
    var places = new PodPlaces(image);
    Stream<WorkloadInstance> instances =
        Stream.concat(
            image.all(WorkloadEntry.class).map(WorkloadEntry::instance),
            image.all(ServiceEntry.class).flatMap(entry -> entry.endpoints().stream()));
    return Stream.concat(
        image.all(Pod.class).map(places::of), instances.map(WorkloadInstance::place));
  }
}
