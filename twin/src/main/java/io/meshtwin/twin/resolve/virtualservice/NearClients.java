package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.TrafficDistributions.Distribution;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Nearness;
import io.meshtwin.twin.resource.TrafficPolicy.Zones;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadInstance;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether it matters in a mesh where clients are: some near endpoints may go first. */
public final class NearClients {
  /** What {@link #labels} is made of: objects of other kinds have no say. */
  public static final List<Class<? extends Resource>> READ =
      List.of(
          ConfigMap.class,
          DestinationRule.class,
          Namespace.class,
          Node.class,
          Pod.class,
          Service.class,
          ServiceEntry.class,
          WorkloadEntry.class);

  private final MeshImage image;
  private final List<TrafficPolicy> policies;
  private final List<MeshConfig> configs;

  private NearClients(MeshImage image) {
    this.image = image;
    this.policies = policies(image).toList();
    this.configs = image.all(ConfigMap.class).map(MeshConfig::of).filter(Objects::nonNull).toList();
  }

  /**
   * Labels by which endpoints are preferred.
   *
   * @param ofClients those that clients are compared by; empty where all are alike
   * @param ofEndpoints those that endpoints are asked for
   */
  public record Labels(Set<String> ofClients, Set<String> ofEndpoints) {
    public Labels {
      ofClients = Set.copyOf(ofClients);
      ofEndpoints = Set.copyOf(ofEndpoints);
    }
  }

  /** Those of a mesh. */
  public static Labels labels(MeshImage image) {
    var one = new NearClients(image);
    Set<Distribution> asked =
        TrafficDistributions.all(image).collect(Collectors.toUnmodifiableSet());
    Set<String> ofEndpoints = one.named();
    asked.forEach(distribution -> ofEndpoints.addAll(distribution.labels()));
    return new Labels(one.ofClients(asked), ofEndpoints);
  }

  private Set<String> ofClients(Set<Distribution> asked) {
    Set<String> result = named();
    boolean distributed = nearness().anyMatch(near -> !near.distribute().isEmpty());
    boolean wanted =
        distributed
            || asked.stream().anyMatch(distribution -> distribution != Distribution.ANY)
            || failsOver()
            || zones().findAny().isPresent();
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
    return result;
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
        balancers().flatMap(balancer -> Stream.ofNullable(balancer.locality())),
        configs.stream().flatMap(config -> Stream.ofNullable(config.nearness())));
  }

  private Stream<Zones> zones() {
    return Stream.concat(
        balancers().flatMap(balancer -> Stream.ofNullable(balancer.zones())),
        configs.stream().flatMap(config -> Stream.ofNullable(config.zones())));
  }

  private Stream<LoadBalancer> balancers() {
    return policies.stream().flatMap(policy -> Stream.ofNullable(policy.loadBalancer()));
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
