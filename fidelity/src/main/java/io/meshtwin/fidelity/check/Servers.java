package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.local.LoopbackAddresses;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Target;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServerSide;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies before the workloads that a run's cases reach: one for each group of workloads that
 * no policy tells apart, and no more than {@value #MOST}.
 */
final class Servers {
  static final int MOST = 24;

  private final ResolvedMesh mesh;
  private final Map<ServerSide, ProxyId> groups = new LinkedHashMap<>();
  private final Map<ResourceKey, Optional<ProxyId>> known = new HashMap<>();

  Servers(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  /** Whether any workload has a proxy that has a say in what it takes. */
  boolean any() {
    return mesh.workloads().stream().anyMatch(workload -> mesh.server(workload) != null);
  }

  /** The proxies, in the order in which cases need them. */
  List<ProxyId> proxies() {
    return List.copyOf(groups.values());
  }

  /**
   * Takes in who a verdict leads to.
   *
   * @return why one of them cannot be shown; empty when all can
   */
  Optional<String> include(Verdict verdict) {
    Stream<Target> targets =
        Stream.concat(
            verdict.shares().stream().filter(share -> share.failure() == null).map(Share::target),
            verdict.copies().stream().map(Copy::target));
    return targets
        .flatMap(target -> target.endpoints().stream().map(e -> include(cluster(target), e)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String cluster(Target target) {
    return target.service() == null ? ResourceKey.LOCAL : target.service().service().cluster();
  }

  private Optional<String> include(String cluster, Endpoint endpoint) {
    Workload workload = mesh.workload(cluster, endpoint);
    ServerSide server = workload == null ? null : mesh.server(workload);
    if (workload == null || server == null) {
      return endpoint.mutual()
          ? Optional.of("mutual TLS to a workload whose own proxy the mesh does not show")
          : Optional.empty();
    }
    if (!LoopbackAddresses.keeps(endpoint.port())) {
      return Optional.of("proxies before ports that this user may not open");
    }
    boolean full = groups.size() >= MOST && !groups.containsKey(server.anonymous());
    if (!full) {
      known.computeIfAbsent(
          workload.key(),
          key ->
              Optional.of(
                  groups.computeIfAbsent(
                      server.anonymous(), _ -> ProxyId.sidecar(key.namespace(), key.name()))));
    }
    return full
        ? Optional.of("more than " + MOST + " kinds of workloads that policies tell apart")
        : Optional.empty();
  }

  /** The proxy that stands before an endpoint in this run; empty where the workload itself does. */
  Optional<ProxyId> before(String cluster, Endpoint endpoint) {
    Workload workload = mesh.workload(cluster, endpoint);
    return workload == null
        ? Optional.empty()
        : known.getOrDefault(workload.key(), Optional.empty());
  }

  /** What stands before endpoints, for addresses; nothing where no proxy has a say. */
  LoopbackAddresses.Doors doors() {
    return any()
        ? (cluster, endpoint) -> before(cluster.service().service().cluster(), endpoint)
        : LoopbackAddresses.Doors.NONE;
  }
}
