package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is predicted for each case, and which proxy can show it. */
final class Plan {
  private final ResolvedMesh mesh;
  private final Simulator simulator;
  private final Map<ClientScope, Optional<ProxyId>> sidecars = new HashMap<>();
  private final SortedMap<ProxyId, List<Step>> steps = new TreeMap<>();
  private final SortedMap<String, Integer> unchecked = new TreeMap<>();
  private int unknown;

  /**
   * One case.
   *
   * @param order its place among all cases
   */
  record Step(int order, Case of, Decision predicted) {}

  Plan(ResolvedMesh mesh, List<Case> cases) {
    this.mesh = mesh;
    this.simulator = new Simulator(mesh);
    for (int i = 0; i < cases.size(); i++) {
      Case next = cases.get(i);
      add(new Step(i, next, simulator.decide(next.call())));
    }
  }

  /** The cases that each proxy is to show, in their order. */
  SortedMap<ProxyId, List<Step>> steps() {
    return steps;
  }

  /** How many answers the simulator does not claim to know. */
  int unknown() {
    return unknown;
  }

  /** Why predictions cannot be shown, and how many. */
  SortedMap<String, Integer> unchecked() {
    return unchecked;
  }

  private void add(Step step) {
    if (step.predicted().verdict().kind() == Verdict.Kind.UNKNOWN) {
      unknown++;
      return;
    }
    Optional<String> reason = Unchecked.reason(step.predicted());
    Optional<ProxyId> proxy = proxy(step.of().call().from());
    if (reason.isPresent() || proxy.isEmpty()) {
      unchecked.merge(reason.orElse("no workload in the client's namespace"), 1, Integer::sum);
      return;
    }
    steps.computeIfAbsent(proxy.get(), _ -> new ArrayList<>()).add(step);
  }

  /** One sidecar stands for all clients of its scope: routing depends on nothing else of them. */
  private Optional<ProxyId> proxy(Client client) {
    return switch (client) {
      case Client.AtGateway at ->
          Optional.of(ProxyId.gateway(at.gateway().namespace(), at.gateway().name()));
      case Client.InMesh in ->
          sidecars.computeIfAbsent(
              in.scope(),
              scope ->
                  mesh.workloads().stream()
                      .filter(workload -> mesh.scope(workload).equals(scope))
                      .findFirst()
                      .map(Plan::sidecar));
    };
  }

  private static ProxyId sidecar(Workload workload) {
    return ProxyId.sidecar(workload.key().namespace(), workload.key().name());
  }
}
