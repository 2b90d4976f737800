package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadInstance;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who else has a say where requests to a host of Istio's go: waypoints and gateways between
 * networks. None of them is modelled.
 */
final class Elsewhere {
  private static final String WAYPOINT = "istio.io/use-waypoint";
  private static final String MODE = "istio.io/dataplane-mode";
  private static final String NETWORK = "topology.istio.io/network";
  private static final String NONE = "none";

  private final MeshImage image;
  private final String rootNamespace;

  Elsewhere(MeshImage image, String rootNamespace) {
    this.image = image;
    this.rootNamespace = rootNamespace;
  }

  /** What of a Service or a host of ServiceEntries is not known for it. */
  List<Caveat> of(ResourceKey host) {
    var result = new ArrayList<Caveat>();
    objects(host).forEach(metadata -> of(metadata, result));
    String own = network(host.cluster());
    if (!own.isEmpty()) {
      instances(host)
          .filter(instance -> !instance.network().isEmpty() && !instance.network().equals(own))
          .findFirst()
          .ifPresent(instance ->
              result.add(
                  caveat("an endpoint in the network " + instance.network(), metadata(host))));
    }
    return result;
  }

  /** The Service or the ServiceEntries, and the namespace. */
  private Stream<Metadata> objects(ResourceKey host) {
    Service service = image.get(host, Service.class);
    Stream<Metadata> own =
        service == null ? entries(host).map(ServiceEntry::metadata) : Stream.of(service.metadata());
    var key = new ResourceKey(host.cluster(), "", "Namespace", "", host.namespace());
    Namespace namespace = image.get(key, Namespace.class);
    return namespace == null ? own : Stream.concat(own, Stream.of(namespace.metadata()));
  }

  private static void of(Metadata metadata, List<Caveat> into) {
    Map<String, String> labels = metadata.labels();
    if (!labels.getOrDefault(WAYPOINT, NONE).equals(NONE)) {
      into.add(caveat("the waypoint that " + metadata.key() + " asks for", metadata));
    }
    if (labels.getOrDefault(MODE, NONE).equals("ambient")) {
      into.add(caveat("the ambient mode of " + metadata.key(), metadata));
    }
  }

  private Stream<ServiceEntry> entries(ResourceKey host) {
    return image
        .all(ServiceEntry.class)
        .filter(entry -> entry.key().namespace().equals(host.namespace()))
        .filter(entry -> entry.hosts().stream().anyMatch(host.name()::equalsIgnoreCase));
  }

  private Stream<WorkloadInstance> instances(ResourceKey host) {
    var any =
        new ResourceKey(
            host.cluster(), "networking.istio.io", "WorkloadEntry", host.namespace(), "");
    Service service = image.get(host, Service.class);
    Stream<WorkloadInstance> written = entries(host).flatMap(entry -> entry.endpoints().stream());
    Stream<WorkloadInstance> selected =
        image
            .in(any, WorkloadEntry.class)
            .map(WorkloadEntry::instance)
            .filter(instance ->
                service == null
                    ? entries(host).anyMatch(entry -> takes(entry.selector(), instance))
                    : service.selects(instance.labels()));
    return Stream.concat(written, selected);
  }

  private static boolean takes(@Nullable Map<String, String> selector, WorkloadInstance instance) {
    return selector != null && instance.labels().entrySet().containsAll(selector.entrySet());
  }

  /** The network of the control plane; empty where it has none, and all are one. */
  private String network(String cluster) {
    var key = new ResourceKey(cluster, "", "Namespace", "", rootNamespace);
    Namespace root = image.get(key, Namespace.class);
    return root == null ? "" : root.metadata().labels().getOrDefault(NETWORK, "");
  }

  private Metadata metadata(ResourceKey host) {
    return objects(host).findFirst().orElseThrow();
  }

  private static Caveat caveat(String what, Metadata metadata) {
    return Caveats.notModelled(what, new Origin(metadata.key(), "", metadata.source("")));
  }
}
