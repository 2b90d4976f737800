package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.IpAddress;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.WorkloadTemplate;
import io.meshtwin.twin.routing.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The workloads of a mesh: live Pods, and templates where there are no Pods of theirs. */
final class Workloads {
  private static final List<String> TEMPLATE_KINDS =
      List.of("DaemonSet", "Deployment", "StatefulSet");

  private final MeshImage image;
  private final Lazy<List<Workload>> all;
  private final Lazy<Map<String, Pod>> byAddress;

  Workloads(MeshImage image) {
    this.image = image;
    this.all =
        new Lazy<>(() ->
            live(
                image.all(Pod.class).map(Workload::of),
                image.all(WorkloadTemplate.class).map(Workload::of)));
    this.byAddress = new Lazy<>(this::addresses);
  }

  private Map<String, Pod> addresses() {
    var result = new HashMap<String, Pod>();
    image
        .all(Pod.class)
        .forEach(pod ->
            pod.addresses()
                .forEach(address -> result.putIfAbsent(IpAddress.canonical(address), pod)));
    return result;
  }

  /** All of them, sorted by name. */
  List<Workload> all() {
    return all.get();
  }

  /** Those of a namespace, sorted by name. */
  List<Workload> in(ResourceKey namespaced) {
    return live(podsIn(namespaced), templatesIn(namespaced));
  }

  private static List<Workload> live(Stream<Workload> all, Stream<Workload> templates) {
    List<Workload> pods = all.toList();
    Set<String> owners = pods.stream().map(Workload::owner).collect(Collectors.toSet());
    return Stream.concat(
            pods.stream(), templates.filter(template -> !owners.contains(template.name())))
        .sorted()
        .toList();
  }

  /** The Pod or template with this {@code ns/name}; a Pod where both exist. */
  @Nullable Workload named(String cluster, String qualifiedName) {
    int slash = qualifiedName.indexOf('/');
    String namespace = slash < 0 ? "default" : qualifiedName.substring(0, slash);
    String name = qualifiedName.substring(slash + 1);
    Pod pod = image.get(new ResourceKey(cluster, "", "Pod", namespace, name), Pod.class);
    if (pod != null) {
      return Workload.of(pod);
    }
    for (String kind : TEMPLATE_KINDS) {
      var key = new ResourceKey(cluster, "apps", kind, namespace, name);
      WorkloadTemplate template = image.get(key, WorkloadTemplate.class);
      if (template != null) {
        return Workload.of(template);
      }
    }
    return null;
  }

  /** The Pod with this address, null where none is known. */
  @Nullable Workload at(String address) {
    Pod pod = byAddress.get().get(IpAddress.canonical(address));
    return pod == null ? null : Workload.of(pod);
  }

  /** The workload that an endpoint is; null where none is known. */
  @Nullable Workload behind(String cluster, Endpoint endpoint) {
    Workload named = named(cluster, endpoint.name());
    return named != null || endpoint.address().isEmpty() ? named : at(endpoint.address());
  }

  /** The Pods of a namespace. */
  Stream<Workload> podsIn(ResourceKey namespaced) {
    return image.in(sibling(namespaced, "", "Pod"), Pod.class).map(Workload::of);
  }

  /** The templates of a namespace. */
  Stream<Workload> templatesIn(ResourceKey namespaced) {
    return TEMPLATE_KINDS.stream()
        .flatMap(kind -> image.in(sibling(namespaced, "apps", kind), WorkloadTemplate.class))
        .map(Workload::of);
  }

  private static ResourceKey sibling(ResourceKey key, String group, String kind) {
    return new ResourceKey(key.cluster(), group, kind, key.namespace(), "");
  }
}
