package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Rewriter.Side;
import io.meshtwin.twin.resolve.Rewriter.Traffic;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What rewrites the configuration of proxies: the traffic that it can touch is unknown. */
final class Rewriters {
  private final Workloads workloads;
  private final List<Rewriter> all;

  /**
   * @param rootNamespace whose objects reach the whole mesh
   */
  Rewriters(MeshImage image, Workloads workloads, String rootNamespace) {
    this.workloads = workloads;
    this.all =
        image
            .all(Foreign.class)
            .filter(foreign -> Rewriter.KINDS.contains(foreign.key().kind()))
            .filter(Foreign::concernsTraffic)
            .map(f -> new Rewriter(f, f.key().namespace().equals(rootNamespace)))
            .toList();
  }

  /** Whether there is none. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** The labels that they read of workloads. */
  Set<String> labels() {
    var result = new TreeSet<String>();
    all.forEach(rewriter -> result.addAll(rewriter.labels()));
    return result;
  }

  /** What can touch a client's requests to a Service. */
  List<Caveat> outbound(ClientScope client, Service service) {
    Set<Integer> ports =
        service.ports().stream().map(Service.Port::port).collect(Collectors.toSet());
    List<String> names = ClusterDns.names(service.key());
    return outbound(client, new Traffic(Side.OUTBOUND, ports, names));
  }

  /** What can touch a client's traffic to anywhere. */
  List<Caveat> outbound(ClientScope client) {
    return outbound(client, Traffic.all(Side.OUTBOUND));
  }

  private List<Caveat> outbound(ClientScope client, Traffic traffic) {
    return caveats(
        r -> r.means(client.cluster(), client.namespace(), client.labels()) && r.touches(traffic));
  }

  /** What can touch what comes to a workload. */
  List<Caveat> inbound(Workload workload) {
    return caveats(r -> inbound(r, workload));
  }

  /** What can touch what comes to the workloads of a Service, or how clients reach them. */
  List<Caveat> arrival(Service service) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<Workload> selected =
        Stream.concat(workloads.podsIn(service.key()), workloads.templatesIn(service.key()))
            .filter(workload -> service.selects(workload.labels()))
            .toList();
    List<String> names = ClusterDns.names(service.key());
    return caveats(r ->
        r.touchesCluster(names) || selected.stream().anyMatch(workload -> inbound(r, workload)));
  }

  private static boolean inbound(Rewriter rewriter, Workload workload) {
    ResourceKey key = workload.key();
    return rewriter.means(key.cluster(), key.namespace(), workload.labels())
        && rewriter.touches(Traffic.all(Side.INBOUND));
  }

  /**
   * What can touch what comes to a gateway.
   *
   * @param ports those that are looked at, empty for all
   */
  List<Caveat> gateway(
      String cluster, String namespace, Map<String, String> labels, Set<Integer> ports) {
    var traffic = new Traffic(Side.GATEWAY, ports, List.of());
    return caveats(r -> r.means(cluster, namespace, labels) && r.touches(traffic));
  }

  private List<Caveat> caveats(Predicate<Rewriter> touching) {
    return all.stream().filter(touching).map(Rewriter::caveat).toList();
  }
}
