package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.LabelSelector;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadInstance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the endpoints of hosts are: of a Pod {@link PodPlaces}; one without a Pod is nowhere.
 * istiod reads no zone of an EndpointSlice: it stands for the Nodes where the mesh has none, as
 * manifests usually have none.
 */
final class HostLocalities {
  private final MeshImage image;
  private final PodPlaces places;
  private final Map<ResourceKey, Set<Locality>> known = new HashMap<>();

  /** Hosts of which some endpoints are where nobody says. */
  private final Set<ResourceKey> doubted = new HashSet<>();

  HostLocalities(MeshImage image) {
    this.image = image;
    this.places = new PodPlaces(image);
  }

  /** The localities of a host's endpoints, {@link Locality#NONE} among them. */
  synchronized Set<Locality> of(ResourceKey host) {
    Set<Locality> found = known.get(host);
    if (found == null) {
      found = all(host).collect(Collectors.toUnmodifiableSet());
      known.put(host, found);
    }
    return found;
  }

  /** Whether manifests say of all endpoints of a host where they are. */
  synchronized boolean sure(ResourceKey host) {
    of(host);
    return !doubted.contains(host);
  }

  private Stream<Locality> all(ResourceKey host) {
    Service service = image.get(host, Service.class);
    if (service != null) {
      List<EndpointSlice.Address> addresses =
          image
              .referrers(host, Relation.SERVES)
              .flatMap(slice -> Stream.ofNullable(image.get(slice, EndpointSlice.class)))
              .flatMap(slice -> slice.endpoints().stream())
              .filter(EndpointSlice.Address::ready)
              .toList();
      Stream<Locality> pods =
          addresses.isEmpty()
              ? pods(host, service::selects)
              : addresses.stream().map(address -> of(host, address));
      return Stream.concat(pods, entries(host, service::selects));
    }
    return image
        .all(ServiceEntry.class)
        .filter(entry -> entry.key().namespace().equals(host.namespace()))
        .filter(entry -> entry.hosts().stream().anyMatch(host.name()::equalsIgnoreCase))
        .flatMap(entry -> {
          Predicate<Map<String, String>> selector = labels -> takes(entry.selector(), labels);
          return Stream.of(
                  entry.endpoints().stream().map(WorkloadInstance::place),
                  pods(host, selector),
                  entries(host, selector))
              .flatMap(part -> part);
        });
  }

  private Locality of(ResourceKey service, EndpointSlice.Address address) {
    String name = address.pod();
    Pod pod =
        name == null
            ? null
            : image.get(
                new ResourceKey(service.cluster(), "", "Pod", service.namespace(), name),
                Pod.class);
    if (pod == null) {
      doubted.add(service);
    }
    return pod == null ? unplaced(service, address.zone()) : of(service, pod, address.zone());
  }

  private Locality of(ResourceKey host, Pod pod, String zone) {
    Locality own = places.of(pod);
    return own.equals(Locality.NONE) ? unplaced(host, zone) : own;
  }

  private Locality unplaced(ResourceKey host, String zone) {
    if (places.nodes(host.cluster())) {
      return Locality.NONE;
    }
    doubted.add(host);
    return new Locality("", zone, "");
  }

  /** Of the Pods of the namespace that take requests. */
  private Stream<Locality> pods(ResourceKey host, Predicate<Map<String, String>> selector) {
    return image
        .in(in(host, "", "Pod"), Pod.class)
        .filter(Pod::ready)
        .filter(pod -> selector.test(pod.metadata().labels()))
        .map(pod -> of(host, pod, ""));
  }

  private Stream<Locality> entries(ResourceKey host, Predicate<Map<String, String>> selector) {
    return image
        .in(in(host, "networking.istio.io", "WorkloadEntry"), WorkloadEntry.class)
        .filter(entry -> selector.test(entry.instance().labels()))
        .map(entry -> entry.instance().place());
  }

  private static boolean takes(@Nullable Map<String, String> selector, Map<String, String> labels) {
    return selector != null && new LabelSelector(selector, List.of()).takes(labels);
  }

  private static ResourceKey in(ResourceKey host, String group, String kind) {
    return new ResourceKey(host.cluster(), group, kind, host.namespace(), "");
  }
}
