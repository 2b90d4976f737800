package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resolve.virtualservice.PodPlaces;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Subset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints behind a Service's port: of its EndpointSlices if it has any, else of the Pods that
 * it selects, else of the templates.
 */
final class Endpoints {
  private final MeshImage image;
  private final Workloads workloads;
  private final PodPlaces places;

  Endpoints(MeshImage image, Workloads workloads) {
    this.image = image;
    this.workloads = workloads;
    this.places = new PodPlaces(image);
  }

  /**
   * @param subset whose labels the endpoints' workloads have, null for all
   */
  List<Endpoint> of(Service service, Service.Port port, @Nullable Subset subset) {
    Predicate<Map<String, String>> belongs = belongs(subset);
    List<EndpointSlice> slices = slices(service);
    if (!slices.isEmpty()) {
      return slices.stream()
          .flatMap(slice -> ofSlice(slice, port, EndpointSlice.Address::ready, belongs))
          .distinct()
          .toList();
    }
    List<Workload> selected = selected(workloads.podsIn(service.key()), service);
    if (selected.isEmpty()) {
      selected = selected(workloads.templatesIn(service.key()), service);
    }
    return selected.stream()
        .filter(workload -> workload.ready() || service.publishNotReady())
        .filter(workload -> belongs.test(places.labels(workload.key(), workload.labels())))
        .filter(workload -> workload.replicas() > 0 && workload.port(port.target()) > 0)
        .map(workload -> endpoint(workload, workload.port(port.target())))
        .toList();
  }

  /**
   * Those that are not ready and do not end: EndpointSlices say it, else the Pods that run.
   *
   * @param subset as in {@link #of}
   */
  List<Endpoint> unready(Service service, Service.Port port, @Nullable Subset subset) {
    List<EndpointSlice> slices = slices(service);
    if (slices.isEmpty()) {
      return selected(workloads.podsIn(service.key()), service).stream()
          .filter(pod -> !pod.ready() && !service.publishNotReady() && !pod.addresses().isEmpty())
          .filter(pod -> belongs(subset).test(places.labels(pod.key(), pod.labels())))
          .filter(pod -> pod.port(port.target()) > 0)
          .map(pod -> endpoint(pod, pod.port(port.target())))
          .toList();
    }
    Predicate<EndpointSlice.Address> waits = address -> !address.ready() && !address.leaving();
    return slices.stream()
        .flatMap(slice -> ofSlice(slice, port, waits, belongs(subset)))
        .distinct()
        .toList();
  }

  private static Predicate<Map<String, String>> belongs(@Nullable Subset subset) {
    return labels -> subset == null || labels.entrySet().containsAll(subset.labels().entrySet());
  }

  private List<EndpointSlice> slices(Service service) {
    return image
        .referrers(service.key(), Relation.SERVES)
        .map(key -> image.get(key, EndpointSlice.class))
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<Workload> selected(Stream<Workload> candidates, Service service) {
    return candidates.filter(workload -> service.selects(workload.labels())).toList();
  }

  private static Endpoint endpoint(Workload workload, int port) {
    String address = workload.addresses().isEmpty() ? "" : workload.addresses().getFirst();
    return new Endpoint(workload.name(), address, port, workload.owner(), workload.replicas());
  }

  /** A slice's port has the name of the Service's port that it serves. */
  private Stream<Endpoint> ofSlice(
      EndpointSlice slice,
      Service.Port port,
      Predicate<EndpointSlice.Address> which,
      Predicate<Map<String, String>> belongs) {
    return slice.ports().stream()
        .filter(p -> p.name().equals(port.name()) && p.protocol().equals(port.protocol()))
        .flatMap(p ->
            slice.endpoints().stream()
                .filter(which)
                .filter(address -> belongs.test(labels(slice, address)))
                .map(address -> endpoint(slice, address, p.port())));
  }

  /** Those of the Pod; an address without one has none. */
  private Map<String, String> labels(EndpointSlice slice, EndpointSlice.Address address) {
    String name = address.pod();
    return name == null ? Map.of() : places.labels(pod(slice, name), Map.of());
  }

  private static ResourceKey pod(EndpointSlice slice, String name) {
    return new ResourceKey(slice.key().cluster(), "", "Pod", slice.key().namespace(), name);
  }

  private Endpoint endpoint(EndpointSlice slice, EndpointSlice.Address address, int port) {
    String podName = address.pod();
    if (podName == null) {
      String name = address.address() + ":" + port;
      return new Endpoint(name, address.address(), port, name, 1);
    }
    ResourceKey key = pod(slice, podName);
    Pod pod = image.get(key, Pod.class);
    String owner = pod == null ? key.qualifiedName() : Workload.of(pod).owner();
    return new Endpoint(key.qualifiedName(), address.address(), port, owner, 1);
  }
}
