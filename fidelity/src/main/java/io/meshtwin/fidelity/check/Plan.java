package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is predicted for each case, and which proxy can show it. */
final class Plan {
  private static final String NO_CLIENT =
      "no workload in the client's namespace, with its service account";

  private final Simulator simulator;
  private final Clients clients;
  private final Servers servers;
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
    this.simulator = new Simulator(mesh);
    this.clients = new Clients(mesh);
    this.servers = new Servers(mesh);
    for (int i = 0; i < cases.size(); i++) {
      Case next = cases.get(i);
      add(new Step(i, next, simulator.decide(next.call())));
    }
  }

  /** The proxies before workloads that cases reach. */
  Servers servers() {
    return servers;
  }

  /** The proxies that stand for clients. */
  Clients clients() {
    return clients;
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
    Optional<ProxyId> proxy = clients.proxy(step.of().call().from());
    Optional<String> reason =
        Unchecked.reason(step.predicted())
            .or(() -> Guards.reason(step.predicted()))
            .or(() -> proxy.isEmpty() ? Optional.of(NO_CLIENT) : Optional.empty())
            .or(() -> servers.include(step.predicted().verdict()));
    if (reason.isPresent() || proxy.isEmpty()) {
      unchecked.merge(reason.orElse(NO_CLIENT), 1, Integer::sum);
      return;
    }
    steps.computeIfAbsent(proxy.get(), _ -> new ArrayList<>()).add(step);
  }
}
