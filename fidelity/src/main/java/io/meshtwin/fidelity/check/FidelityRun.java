package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.Bridge;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.echo.EchoWorkloads;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.local.ControlPlane;
import io.meshtwin.fidelity.local.LocalProxies;
import io.meshtwin.fidelity.local.LoopbackMesh;
import io.meshtwin.fidelity.local.WorkloadAgent;
import io.meshtwin.fidelity.tls.ServerHello;
import io.meshtwin.fidelity.tls.StandIns;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Listener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One run: echo workloads on loopback, the bridge over ADS, a real Envoy for each Gateway and each
 * group of clients concerned, a few at a time.
 */
public final class FidelityRun {
  private static final int PROXIES_AT_A_TIME = 4;

  private final ResolvedMesh mesh;
  private final EnvoyBinary envoy;
  private final Path directory;
  private final Progress progress;
  private final long deadline;

  /** Told how far a run is; may be called on several threads. */
  @FunctionalInterface
  public interface Progress {
    /** So many of so many cases are done. */
    void step(int done, int of);
  }

  /**
   * @param directory for Envoy's files; must exist
   * @param limit for the whole run; what is not done then is not counted as checked
   */
  public FidelityRun(
      ResolvedMesh mesh, EnvoyBinary envoy, Path directory, Duration limit, Progress progress) {
    this.mesh = mesh;
    this.envoy = envoy;
    this.directory = directory;
    this.progress = progress;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /**
   * Checks.
   *
   * @throws IOException when this machine has no loopback addresses to give
   * @throws io.meshtwin.fidelity.envoy.EnvoyException when Envoy does not run or refuses what the
   *     bridge sends
   */
  public FidelityReport check(List<Case> cases) throws IOException, InterruptedException {
    var plan = new Plan(mesh, cases);
    SortedMap<String, String> response = ResponseNames.of(listeners(plan));
    var runs = new ArrayList<ProxyRun>();
    boolean complete = true;
    var certificates = new StandIns();
    var hello = new ServerHello(Upstreams.of(plan).identity(certificates));
    var echo = new EchoWorkloads(response, hello);
    List<ProxyId> servers = plan.servers().proxies();
    try (var local = LoopbackMesh.open(echo, plan.servers().doors());
        Bridge bridge = Bridge.open(0, local.addresses(), certificates);
        var agent = WorkloadAgent.open(plan.clients()::identity)) {
      bridge.publish(plan.clients().mesh());
      ControlPlane control = ControlPlane.of(bridge, agent.address());
      var counter = new Counter(plan.steps().values().stream().mapToInt(List::size).sum());
      List<ProxyId> proxies = List.copyOf(plan.steps().keySet());
      try (var _ = LocalProxies.start(envoy, control, servers, directory, left())) {
        for (int from = 0; from < proxies.size() && complete; from += PROXIES_AT_A_TIME) {
          var tasks = new ArrayList<Callable<Boolean>>();
          var batch = proxies.subList(from, Math.min(from + PROXIES_AT_A_TIME, proxies.size()));
          for (ProxyId proxy : batch) {
            var run = new ProxyRun(mesh, proxy, local.addresses(), certificates, echo, response);
            runs.add(run);
            List<Plan.Step> steps = plan.steps().getOrDefault(proxy, List.of());
            tasks.add(() -> run.run(steps, counter::next));
          }
          List<ProxyId> more =
              batch.stream()
                  .filter(p -> !servers.contains(p) && plan.clients().hasProxy(p))
                  .toList();
          try (var _ = LocalProxies.start(envoy, control, more, directory, left())) {
            complete = together(tasks);
          }
        }
      }
    }
    return report(plan, runs, complete);
  }

  /** Counts cases as they begin, and says whether there is time for another. */
  private final class Counter {
    private final AtomicInteger done = new AtomicInteger();
    private final int all;

    Counter(int all) {
      this.all = all;
    }

    boolean next() {
      progress.step(Math.min(done.incrementAndGet(), all), all);
      return System.nanoTime() < deadline;
    }
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  private Stream<Listener> listeners(Plan plan) {
    return plan.steps().values().stream()
        .flatMap(List::stream)
        .map(step -> step.predicted().listener())
        .filter(listener -> listener != null)
        .distinct()
        .map(listener -> listener.listener());
  }

  private static boolean together(List<Callable<Boolean>> tasks) throws InterruptedException {
    boolean complete = true;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> end : threads.invokeAll(tasks)) {
        complete &= end.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run failed in itself", e.getCause());
    }
    return complete;
  }

  private static FidelityReport report(Plan plan, List<ProxyRun> runs, boolean complete) {
    List<Shares.Tally> tallies = runs.stream().flatMap(run -> run.splits().stream()).toList();
    double falseAlarms = Split.FALSE_ALARMS_PER_RUN / Math.max(1, tallies.size());
    var disagreements = new ArrayList<Disagreement>();
    runs.forEach(run -> disagreements.addAll(run.disagreements()));
    for (Shares.Tally tally : tallies) {
      List<String> surprises = tally.split().surprises(falseAlarms);
      Case of = tally.first().of();
      if (!surprises.isEmpty() && disagreements.stream().noneMatch(d -> d.of().equals(of))) {
        disagreements.add(new Disagreement(of, tally.first().predicted(), tally.last(), surprises));
      }
    }
    SortedMap<String, Integer> unchecked = new TreeMap<>();
    plan.setAside().stream()
        .filter(one -> !one.unknown())
        .forEach(one -> unchecked.merge(one.why(), 1, Integer::sum));
    var probes = new TreeMap<String, Integer>();
    var shown = new TreeMap<String, List<String>>();
    var features = new TreeMap<String, Integer>();
    for (ProxyRun run : runs) {
      sum(unchecked, run.probes().unchecked());
      sum(probes, run.probes().done());
      shown.putAll(run.shown());
      sum(features, run.features());
    }
    return new FidelityReport(
        runs.stream().mapToInt(ProxyRun::checked).sum(),
        disagreements,
        plan.setAside(),
        unchecked,
        tallies.stream()
            .map(Shares.Tally::split)
            .sorted(Comparator.comparing(Split::rule))
            .toList(),
        probes,
        shown,
        features,
        runs.stream().mapToLong(ProxyRun::requests).sum(),
        complete);
  }

  private static void sum(SortedMap<String, Integer> into, SortedMap<String, Integer> counts) {
    counts.forEach((what, number) -> into.merge(what, number, Integer::sum));
  }
}
