package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Nearness;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadInstance;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether it matters in a mesh where clients are: some near endpoints may go first. */
public final class NearClients {

  private NearClients() {}

  /** The labels of clients by which near endpoints are chosen; empty where all are alike. */
  public static Set<String> labels(MeshImage image) {
    boolean distributed =
        Stream.concat(
                policies(image).map(TrafficPolicy::loadBalancer).map(NearClients::nearness),
                image
                    .all(ConfigMap.class)
                    .map(MeshConfig::of)
                    .filter(Objects::nonNull)
                    .map(MeshConfig::nearness))
            .filter(Objects::nonNull)
            .anyMatch(near -> !near.distribute().isEmpty());
    boolean wanted = distributed || policies(image).anyMatch(policy -> policy.outlier() != null);
    return wanted && places(image).distinct().limit(2).count() > (distributed ? 0 : 1)
        ? PodPlaces.OF_NODES
        : Set.of();
  }

  private static @Nullable Nearness nearness(@Nullable LoadBalancer balancer) {
    return balancer == null ? null : balancer.locality();
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

  /** Where anything is that may be an endpoint. */
  private static Stream<Locality> places(MeshImage image) {
    var places = new PodPlaces(image);
    Stream<WorkloadInstance> instances =
        Stream.concat(
            image.all(WorkloadEntry.class).map(WorkloadEntry::instance),
            image.all(ServiceEntry.class).flatMap(entry -> entry.endpoints().stream()));
    return Stream.concat(
        image.all(Pod.class).map(places::of), instances.map(WorkloadInstance::place));
  }
}
