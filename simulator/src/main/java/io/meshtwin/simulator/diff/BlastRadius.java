package io.meshtwin.simulator.diff;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.graph.Downstream;
import io.meshtwin.twin.graph.MeshGraph;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a change reaches. What is touched is what behaves differently, or may; what is downstream
 * is where requests can get to through the changed resources, whether or not they do today.
 *
 * @param clientGroups groups of clients that are answered differently; clients from outside are one
 * @param workloads workloads in these groups
 * @param services Services, and other hosts, that are asked
 * @param gateways Gateways that are asked
 * @param proxies proxies that decide differently: a workload's sidecar, or a Gateway
 * @param downstream what requests reach behind the changed resources
 */
public record BlastRadius(
    int clientGroups,
    int workloads,
    SortedSet<String> services,
    SortedSet<String> gateways,
    int proxies,
    Downstream downstream) {
  public BlastRadius {
    services = Collections.unmodifiableSortedSet(new TreeSet<>(services));
    gateways = Collections.unmodifiableSortedSet(new TreeSet<>(gateways));
  }

  /** The radius of a change from one mesh to another. */
  public static BlastRadius of(Preview preview, ResolvedMesh before, ResolvedMesh after) {
    Set<ClientGroup> groups =
        preview.differences().stream()
            .map(Difference::clients)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<ClientScope> scopes =
        groups.stream().flatMap(group -> group.scopes().stream()).collect(Collectors.toSet());
    var workloads = new HashSet<ResourceKey>();
    var sidecars = new HashSet<ResourceKey>();
    if (!scopes.isEmpty()) {
      Stream.of(before, after).forEach(mesh -> collect(mesh, scopes, workloads, sidecars));
    }
    var services = new TreeSet<String>();
    var gateways = new TreeSet<String>();
    preview
        .differences()
        .forEach(difference -> {
          switch (difference.destination()) {
            case Destination.OfService service -> services.add(service.port().display());
            case Destination.OfGateway gateway -> gateways.add(gateway.gateway().qualifiedName());
          }
        });
    return new BlastRadius(
        groups.size(),
        workloads.size(),
        services,
        gateways,
        sidecars.size() + gateways.size(),
        downstream(preview, before, after));
  }

  private static void collect(
      ResolvedMesh mesh,
      Set<ClientScope> scopes,
      Set<ResourceKey> workloads,
      Set<ResourceKey> sidecars) {
    List<Client> clients =
        mesh.workloads().parallelStream()
            .map(workload -> new Client(workload.key(), mesh.scope(workload)))
            .filter(client -> scopes.contains(client.scope()))
            .toList();
    for (Client client : clients) {
      workloads.add(client.key());
      if (client.scope().meshed()) {
        sidecars.add(client.key());
      }
    }
  }

  private record Client(ResourceKey key, ClientScope scope) {}

  private static Downstream downstream(Preview preview, ResolvedMesh before, ResolvedMesh after) {
    Set<ResourceKey> changed =
        preview.resources().stream().map(Preview.Touched::resource).collect(Collectors.toSet());
    Downstream was = new MeshGraph(before.image()).downstream(changed);
    return was.and(new MeshGraph(after.image()).downstream(changed));
  }
}
