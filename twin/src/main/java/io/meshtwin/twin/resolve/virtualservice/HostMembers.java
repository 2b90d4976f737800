package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.LabelSelector;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadInstance;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a host, whatever the port: of a Service its EndpointSlices, else the Pods that
 * it selects, else templates, and WorkloadEntries; of ServiceEntries what they list or select.
 *
 * @param image the mesh
 * @param byHost its ServiceEntries
 */
record HostMembers(MeshImage image, Supplier<EntriesByHost> byHost) {
  /** Something behind a host. */
  sealed interface Member {
    /**
     * A Pod.
     *
     * @param zone what an EndpointSlice says of where it is, empty for nothing
     */
    record OfPod(Pod pod, String zone) implements Member {}

    /** What a template stands for. */
    record OfTemplate(WorkloadTemplate template) implements Member {}

    /** An entry of Istio's, with all its labels. */
    record OfEntry(WorkloadInstance instance, Map<String, String> labels) implements Member {}

    /** An address of an EndpointSlice behind which no Pod is known. */
    record Bare(String zone) implements Member {}
  }

  Stream<Member> of(ResourceKey host) {
    Service service = image.get(host, Service.class);
    return service == null
        ? entriesOf(host).flatMap(entry -> of(host, entry))
        : Stream.concat(of(service), entries(host, service::selects));
  }

  /** Whether DNS says where some of the endpoints are. */
  boolean named(ResourceKey host) {
    return image.get(host, Service.class) == null
        && entriesOf(host)
            .anyMatch(entry ->
                switch (entry.resolution()) {
                  case NONE, STATIC -> false;
                  case DNS, DNS_ROUND_ROBIN, DYNAMIC_DNS -> true;
                });
  }

  /** The ServiceEntries of a host. */
  Stream<ServiceEntry> entriesOf(ResourceKey host) {
    return byHost.get().of(host, host.name()).stream();
  }

  private Stream<Member> of(ResourceKey host, ServiceEntry entry) {
    Predicate<Map<String, String>> selector = labels -> takes(entry.selector(), labels);
    Stream<Member> listed =
        entry.endpoints().stream().map(one -> new Member.OfEntry(one, one.labels()));
    return Stream.concat(listed, Stream.concat(workloads(host, selector), entries(host, selector)));
  }

  private Stream<Member> of(Service service) {
    List<EndpointSlice.Address> addresses =
        image
            .referrers(service.key(), Relation.SERVES)
            .flatMap(slice -> Stream.ofNullable(image.get(slice, EndpointSlice.class)))
            .flatMap(slice -> slice.endpoints().stream())
            .filter(EndpointSlice.Address::ready)
            .toList();
    return addresses.isEmpty()
        ? workloads(service.key(), service::selects)
        : addresses.stream().map(address -> of(service.key(), address));
  }

  private Member of(ResourceKey service, EndpointSlice.Address address) {
    String name = address.pod();
    Pod pod =
        name == null
            ? null
            : image.get(
                new ResourceKey(service.cluster(), "", "Pod", service.namespace(), name),
                Pod.class);
    return pod == null ? new Member.Bare(address.zone()) : new Member.OfPod(pod, address.zone());
  }

  /** The Pods of the namespace that take requests; templates where there are none. */
  private Stream<Member> workloads(ResourceKey host, Predicate<Map<String, String>> selector) {
    List<Member> pods =
        image
            .in(in(host, "", "Pod"), Pod.class)
            .filter(Pod::ready)
            .filter(pod -> selector.test(pod.metadata().labels()))
            .<Member>map(pod -> new Member.OfPod(pod, ""))
            .toList();
    return pods.isEmpty() ? templates(host, selector) : pods.stream();
  }

  private Stream<Member> templates(ResourceKey host, Predicate<Map<String, String>> selector) {
    return Stream.of("DaemonSet", "Deployment", "StatefulSet")
        .flatMap(kind -> image.in(in(host, "apps", kind), WorkloadTemplate.class))
        .filter(template -> template.replicas() > 0 && selector.test(template.podLabels()))
        .map(Member.OfTemplate::new);
  }

  private Stream<Member> entries(ResourceKey host, Predicate<Map<String, String>> selector) {
    return image
        .in(in(host, "networking.istio.io", "WorkloadEntry"), WorkloadEntry.class)
        .filter(entry -> selector.test(entry.labels()))
        .map(entry -> new Member.OfEntry(entry.instance(), entry.labels()));
  }

  private static boolean takes(@Nullable Map<String, String> selector, Map<String, String> labels) {
    return selector != null && new LabelSelector(selector, List.of()).takes(labels);
  }

  private static ResourceKey in(ResourceKey host, String group, String kind) {
    return new ResourceKey(host.cluster(), group, kind, host.namespace(), "");
  }
}
