package io.meshtwin.twin.graph;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.graph.MeshEdge.Relation;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The edges that selectors make, found within one namespace. */
final class Selections {
  private static final List<String> TEMPLATES = List.of("DaemonSet", "Deployment", "StatefulSet");

  private final MeshImage image;

  Selections(MeshImage image) {
    this.image = image;
  }

  Stream<MeshEdge> by(Service service) {
    return workloads(service.key())
        .filter(workload -> service.selects(labels(workload)))
        .map(workload -> new MeshEdge(service.key(), Relation.SELECTS, workload.key()));
  }

  Stream<MeshEdge> of(Resource workload) {
    Map<String, String> labels = labels(workload);
    return image
        .in(sibling(workload.key(), "", "Service"), Service.class)
        .filter(service -> service.selects(labels))
        .map(service -> new MeshEdge(service.key(), Relation.SELECTS, workload.key()));
  }

  private Stream<Resource> workloads(ResourceKey in) {
    Stream<Resource> pods = image.in(sibling(in, "", "Pod"), Resource.class);
    Stream<Resource> templates =
        TEMPLATES.stream().flatMap(kind -> image.in(sibling(in, "apps", kind), Resource.class));
    return Stream.concat(pods, templates);
  }

  private static Map<String, String> labels(Resource workload) {
    return switch (workload) {
      case Pod pod -> pod.metadata().labels();
      case WorkloadTemplate template -> template.podLabels();
      case Resource _ -> Map.of();
    };
  }

  private static ResourceKey sibling(ResourceKey key, String group, String kind) {
    return new ResourceKey(key.cluster(), group, kind, key.namespace(), "");
  }
}
