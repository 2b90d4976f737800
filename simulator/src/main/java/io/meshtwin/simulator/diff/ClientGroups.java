package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups clients by what their sidecars do, before and after. */
final class ClientGroups {
  private static final int EXAMPLES = 3;

  private final Simulator before;
  private final Simulator after;
  private final SortedSet<ServicePort> ports;

  ClientGroups(Simulator before, Simulator after, SortedSet<ServicePort> ports) {
    this.before = before;
    this.after = after;
    this.ports = ports;
  }

  List<ClientGroup> all() {
    Map<List<@Nullable Object>, List<ClientScope>> groups = new LinkedHashMap<>();
    for (ClientScope scope : scopes()) {
      groups.computeIfAbsent(signature(scope), _ -> new ArrayList<>()).add(scope);
    }
    List<Workload> workloads =
        Stream.concat(after.mesh().workloads().stream(), before.mesh().workloads().stream())
            .filter(new java.util.HashSet<>()::add)
            .toList();
    return groups.values().stream().map(scopes -> group(scopes, workloads)).toList();
  }

  private ClientGroup group(List<ClientScope> scopes, List<Workload> workloads) {
    List<String> names =
        workloads.stream()
            .filter(workload -> scopes.contains(scope(workload)))
            .map(Workload::name)
            .distinct()
            .sorted()
            .toList();
    long everybody = workloads.stream().map(Workload::name).distinct().count();
    List<String> examples = names.subList(0, Math.min(EXAMPLES, names.size()));
    return new ClientGroup(scopes, names.size(), examples, names.size() == everybody);
  }

  /** Namespaces that clients are in, or may come to be in. */
  private SortedSet<ClientScope> scopes() {
    var scopes = new TreeSet<ClientScope>();
    for (ResolvedMesh mesh : List.of(before.mesh(), after.mesh())) {
      mesh.workloads().forEach(workload -> scopes.add(scope(workload)));
      Stream.concat(mesh.image().all(Service.class), mesh.image().all(Route.class))
          .map(resource -> new ClientScope(resource.key().cluster(), resource.key().namespace()))
          .forEach(scopes::add);
    }
    return scopes;
  }

  /** With the labels that either mesh reads. */
  private ClientScope scope(Workload workload) {
    ClientScope later = after.mesh().scope(workload);
    Map<String, String> labels = new TreeMap<>(later.labels());
    ClientScope earlier = before.mesh().scope(workload);
    labels.putAll(earlier.labels());
    return later.with(labels).with(later.capture().and(earlier.capture()));
  }

  private List<@Nullable Object> signature(ClientScope scope) {
    List<@Nullable Object> signature = new ArrayList<>();
    for (Simulator simulator : List.of(before, after)) {
      signature.add(simulator.mesh().network().standing(NetworkPeer.of(scope)));
    }
    for (ServicePort port : ports) {
      for (Simulator simulator : List.of(before, after)) {
        signature.add(chains(simulator.outbound(scope, port)));
        signature.add(chains(simulator.datagrams(scope, port)));
      }
    }
    return signature;
  }

  private static @Nullable List<FilterChain> chains(@Nullable CompiledListener listener) {
    return listener == null ? null : listener.listener().chains();
  }
}
