package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.Addresses;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.echo.EchoWorkloads;
import io.meshtwin.fidelity.echo.Visits;
import io.meshtwin.fidelity.tls.StandIns;
import io.meshtwin.fidelity.wire.Header;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Sends the cases of one proxy and compares. Used by one thread. */
final class ProxyRun {
  /** Enough to see a share that is off by 5 points (of 50) at the alarm rate of a run. */
  static final int REQUESTS_PER_SPLIT = 2000;

  private final ProxyId proxy;
  private final SortedMap<String, String> workloads;
  private final Visits visits;
  private final Sender sender;
  private final Versions versions;
  private final Probes probes;
  private final List<Disagreement> disagreements = new ArrayList<>();
  private final Shares shares = new Shares();
  private final SortedMap<String, List<String>> shown = new TreeMap<>();
  private final SortedMap<String, Integer> features = new TreeMap<>();
  private int checked;
  private int next;

  ProxyRun(
      ResolvedMesh mesh,
      ProxyId proxy,
      Addresses addresses,
      StandIns certificates,
      EchoWorkloads echo,
      SortedMap<String, String> workloads) {
    this.proxy = proxy;
    this.workloads = workloads;
    this.visits = echo.visits();
    this.sender = new Sender(mesh, proxy, addresses, certificates);
    this.versions = new Versions(mesh);
    this.probes = new Probes(sender, visits);
  }

  /**
   * Sends.
   *
   * @param goOn asked before every case
   * @return whether it came to the end
   */
  boolean run(List<Plan.Step> steps, BooleanSupplier goOn) {
    try (sender) {
      for (Plan.Step step : steps) {
        if (!goOn.getAsBoolean()) {
          return false;
        }
        check(step);
      }
      for (Shares.Tally tally : shares.tallies()) {
        for (int i = tally.requests(); i < REQUESTS_PER_SPLIT; i++) {
          if (!goOn.getAsBoolean()) {
            return false;
          }
          repeat(tally);
        }
      }
      return true;
    }
  }

  int checked() {
    return checked;
  }

  long requests() {
    return sender.requests();
  }

  List<Disagreement> disagreements() {
    return Collections.unmodifiableList(disagreements);
  }

  List<Shares.Tally> splits() {
    return shares.tallies();
  }

  Probes probes() {
    return probes;
  }

  /** Cases by their ids to what was shown of them beside their answers. */
  SortedMap<String, List<String>> shown() {
    return shown;
  }

  /** Features to the number of cases that showed them and agreed. */
  SortedMap<String, Integer> features() {
    return features;
  }

  private void check(Plan.Step step) {
    Decision predicted = step.predicted();
    String id = id();
    Observed observed = sender.send(predicted, List.of(new Header(Visits.ID, id)));
    Expectation expectation = new Expectation(predicted, workloads);
    var differences = new ArrayList<>(expectation.differences(observed));
    differences.addAll(versions.differences(predicted, observed));
    checked++;
    if (predicted.call().protocol().http() && differences.isEmpty()) {
      differences.addAll(Copies.differences(expectation, observed, visits, id));
    }
    boolean counted = shares.add(proxy, step, expectation, observed, visits, id);
    boolean certain = predicted.verdict().kind() == Verdict.Kind.FORWARDED && !expectation.mixed();
    String rule = Shares.rule(proxy, predicted);
    if (differences.isEmpty() && certain) {
      differences.addAll(probes.probe(rule, step));
    }
    List<String> beside = new ArrayList<>(certain ? probes.done(rule) : List.of());
    if (counted) {
      beside.add(FidelityReport.SHARES);
    }
    shown.put(step.of().id(), beside.stream().sorted().toList());
    if (differences.isEmpty()) {
      Features.of(predicted).forEach(feature -> features.merge(feature, 1, Integer::sum));
    } else {
      disagreements.add(new Disagreement(step.of(), predicted, observed, differences));
    }
  }

  private void repeat(Shares.Tally tally) {
    String id = id();
    Decision predicted = tally.first().predicted();
    Observed observed = sender.send(predicted, List.of(new Header(Visits.ID, id)));
    tally.add(observed, id);
  }

  private String id() {
    return proxy.nodeId() + "-" + next++;
  }
}
