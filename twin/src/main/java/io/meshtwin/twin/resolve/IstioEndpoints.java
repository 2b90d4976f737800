package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.HostEndpoints;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.virtualservice.EntriesByHost;
import io.meshtwin.twin.resolve.virtualservice.NearClients;
import io.meshtwin.twin.resolve.virtualservice.PodPlaces;
import io.meshtwin.twin.resource.LabelSelector;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadInstance;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Subset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a host in Istio: a Service's own endpoints and the WorkloadEntries that it selects
 * ({@code serviceInstancesFromWorkloadInstances}); of ServiceEntries their endpoints, or the Pods
 * and WorkloadEntries that they select, or the host itself, which DNS knows ({@code
 * convertServiceEntryToInstances}). What has one host and namespace has its endpoints together.
 */
final class IstioEndpoints implements HostEndpoints {
  private static final String MUTUAL = "security.istio.io/tlsMode";

  /** What DNS alone knows is nowhere. */
  private static final Endpoint.Traits NOWHERE =
      new Endpoint.Traits(false, Locality.NONE.written(), Collections.emptySortedMap());

  private final MeshImage image;
  private final Endpoints endpoints;
  private final Workloads workloads;
  private final PodPlaces places;
  private final Supplier<EntriesByHost> entries;

  /** Labels by which some of several endpoints go first. */
  private final Supplier<NearClients.Labels> near;

  IstioEndpoints(
      MeshImage image,
      Endpoints endpoints,
      Workloads workloads,
      Supplier<EntriesByHost> entries,
      Supplier<NearClients.Labels> near) {
    this.image = image;
    this.endpoints = endpoints;
    this.workloads = workloads;
    this.places = new PodPlaces(image);
    this.near = near;
    this.entries = entries;
  }

  @Override
  public List<Endpoint> of(MeshService service, int port, @Nullable Subset subset) {
    Stream<Endpoint> ofEntries =
        entries.get().of(service.key(), service.host()).stream()
            .flatMap(entry -> ofEntry(entry, service.host(), port, subset));
    return Stream.concat(ofService(service, port, subset), ofEntries).distinct().sorted().toList();
  }

  @Override
  public List<String> subjectAltNames(MeshService service) {
    return entries.get().of(service.key(), service.host()).stream()
        .flatMap(entry -> entry.subjectAltNames().stream())
        .distinct()
        .toList();
  }

  private Stream<Endpoint> ofService(MeshService service, int port, @Nullable Subset subset) {
    Service found = service.kubernetes() ? image.get(service.key(), Service.class) : null;
    Service.Port dialed = found == null ? null : found.port(port).orElse(null);
    if (found == null || dialed == null) {
      return Stream.empty();
    }
    Stream<Endpoint> own = endpoints.of(found, dialed, subset).stream();
    return service.resolution() == MeshService.Resolution.KNOWN
        ? Stream.concat(own, selected(found, dialed, subset))
        : own;
  }

  /** WorkloadEntries that a Service selects; a named target port is looked up among theirs. */
  private Stream<Endpoint> selected(Service service, Service.Port port, @Nullable Subset subset) {
    boolean number = port.target().chars().allMatch(c -> c >= '0' && c <= '9');
    return entriesIn(service.key())
        .filter(entry -> entry.instance().ip() && service.selects(entry.labels()))
        .filter(entry -> belongs(subset, PodPlaces.labels(entry.labels(), entry.instance())))
        .flatMap(entry -> {
          Integer own = entry.instance().ports().get(number ? port.name() : port.target());
          int target = own != null ? own : number ? Integer.parseInt(port.target()) : 0;
          return target == 0
              ? Stream.empty()
              : Stream.of(endpoint(entry.instance(), target, entry.labels()));
        });
  }

  private Stream<Endpoint> ofEntry(
      ServiceEntry entry, String host, int number, @Nullable Subset subset) {
    ServiceEntry.Port port =
        entry.ports().stream().filter(p -> p.number() == number).findFirst().orElse(null);
    if (port == null) {
      return Stream.empty();
    }
    int target = port.target() > 0 ? port.target() : number;
    boolean dns =
        entry.resolution() == ServiceEntry.Resolution.DNS
            || entry.resolution() == ServiceEntry.Resolution.DNS_ROUND_ROBIN;
    Map<String, String> selector = entry.selector();
    if (selector != null) {
      return Stream.concat(
          pods(entry, selector, target, subset),
          entriesIn(entry.key())
              .filter(workload -> takes(selector, workload.labels()))
              .filter(workload -> dns || usable(workload.instance()))
              .filter(w -> belongs(subset, PodPlaces.labels(w.labels(), w.instance())))
              .map(workload -> endpoint(workload.instance(), port, target, workload.labels())));
    }
    if (entry.endpoints().isEmpty() && dns) {
      if (!belongs(subset, Map.of())) {
        return Stream.empty();
      }
      String name = host + ":" + target;
      return Stream.of(new Endpoint(name, host, target, name, 1, NOWHERE));
    }
    return entry.endpoints().stream()
        .filter(instance -> belongs(subset, PodPlaces.labels(instance.labels(), instance)))
        .map(instance -> endpoint(instance, port, target, instance.labels()));
  }

  /**
   * An entry whose address is a name or a socket is for DNS alone ({@code DNSServiceEntryOnly}).
   */
  private static boolean usable(WorkloadInstance instance) {
    return instance.address().isEmpty() || instance.ip();
  }

  private Stream<Endpoint> pods(
      ServiceEntry entry, Map<String, String> selector, int target, @Nullable Subset subset) {
    List<Workload> pods =
        workloads.podsIn(entry.key()).filter(pod -> takes(selector, pod.labels())).toList();
    List<Workload> chosen =
        pods.isEmpty()
            ? workloads.templatesIn(entry.key()).filter(t -> takes(selector, t.labels())).toList()
            : pods;
    return chosen.stream()
        .filter(workload -> workload.ready() && workload.replicas() > 0)
        .filter(workload -> belongs(subset, places.labels(workload.key(), workload.labels())))
        .map(workload ->
            new Endpoint(
                workload.name(),
                workload.addresses().isEmpty() ? "" : workload.addresses().getFirst(),
                target,
                workload.owner(),
                workload.replicas(),
                !entry.external() && "istio".equals(workload.labels().get(MUTUAL))));
  }

  private static boolean belongs(@Nullable Subset subset, Map<String, String> labels) {
    return subset == null || labels.entrySet().containsAll(subset.labels().entrySet());
  }

  private static boolean takes(Map<String, String> selector, Map<String, String> labels) {
    return new LabelSelector(selector, List.of()).takes(labels);
  }

  private Stream<WorkloadEntry> entriesIn(ResourceKey namespaced) {
    var any =
        new ResourceKey(
            namespaced.cluster(),
            "networking.istio.io",
            "WorkloadEntry",
            namespaced.namespace(),
            "");
    return image.in(any, WorkloadEntry.class);
  }

  private Endpoint endpoint(
      WorkloadInstance instance, ServiceEntry.Port port, int target, Map<String, String> labels) {
    Integer own = instance.ports().get(port.name());
    return endpoint(instance, own == null ? target : own, labels);
  }

  /** A socket has no port; a workload with an account has a sidecar ({@code getTLSMode…}). */
  private Endpoint endpoint(WorkloadInstance instance, int port, Map<String, String> labels) {
    String mode = labels.get(MUTUAL);
    boolean mutual = mode == null ? !instance.serviceAccount().isEmpty() : mode.equals("istio");
    String name = instance.unix() ? instance.address() : instance.address() + ":" + port;
    int weight = Math.max(1, instance.weight());
    int own = instance.unix() ? 0 : port;
    var asked = new TreeMap<String, String>();
    near.get()
        .ofEndpoints()
        .forEach(label -> asked.put(label, PodPlaces.label(labels, instance, label)));
    var traits = new Endpoint.Traits(mutual, instance.place().written(), asked);
    return new Endpoint(name, instance.address(), own, name, weight, traits);
  }
}
