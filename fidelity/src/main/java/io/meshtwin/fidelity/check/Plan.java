package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is predicted for each case, and which proxy can show it. */
final class Plan {
  private static final String NO_CLIENT =
      "the mesh has no such client, and none can be added that is met alike";

  private final Simulator simulator;
  private final Clients clients;
  private final Simulator standing;
  private final Servers servers;
  private final SortedMap<ProxyId, List<Step>> steps = new TreeMap<>();
  private final List<SetAside> setAside = new ArrayList<>();

  /**
   * One case.
   *
   * @param order its place among all cases
   */
  record Step(int order, Case of, Decision predicted) {}

  Plan(ResolvedMesh mesh, List<Case> cases) {
    this.simulator = new Simulator(mesh);
    this.clients = Clients.of(mesh, cases);
    this.standing = new Simulator(clients.mesh());
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

  /** The cases that no proxy is to show, in their order. */
  List<SetAside> setAside() {
    return Collections.unmodifiableList(setAside);
  }

  private void add(Step step) {
    Verdict.Kind kind = step.predicted().verdict().kind();
    Optional<ProxyId> proxy = clients.proxy(step.of().call().from());
    Optional<String> reason =
        kind == Verdict.Kind.UNKNOWN
            ? Optional.of("the answer is unknown")
            : Unchecked.reason(step.predicted())
                .or(() -> Guards.reason(step.predicted()))
                .or(() -> isMet(step) ? Optional.empty() : Optional.of(NO_CLIENT))
                .or(() -> servers.include(step.predicted().verdict()));
    if (reason.isPresent() || proxy.isEmpty()) {
      setAside.add(new SetAside(step.of(), kind, reason.orElse(NO_CLIENT)));
      return;
    }
    steps.computeIfAbsent(proxy.get(), _ -> new ArrayList<>()).add(step);
  }

  /** Whether somebody stands for the client, and is answered as the client is. */
  private boolean isMet(Step step) {
    Call call = step.of().call();
    return clients.proxy(call.from()).isPresent()
        && (!clients.isAbsent(call.from())
            || standing.verdict(call).equals(step.predicted().verdict()));
  }
}
