package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts, for each weighted rule that is hit at a proxy, which answer came how often. */
final class Shares {
  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  /** The requests of one weighted rule. */
  static final class Tally {
    private final String rule;
    private final Plan.Step first;
    private final SortedMap<String, Double> predicted;
    private final SortedMap<String, Integer> observed = new TreeMap<>();
    private Observed last;

    private Tally(
        String rule, Plan.Step first, SortedMap<String, Double> predicted, Observed observed) {
      this.rule = rule;
      this.first = first;
      this.predicted = predicted;
      this.last = observed;
    }

    void add(Observed.Answered answered) {
      observed.merge(answered.outcome(), 1, Integer::sum);
      last = answered;
    }

    /** A case that hits the rule, to be repeated. */
    Plan.Step first() {
      return first;
    }

    Observed last() {
      return last;
    }

    Split split() {
      return new Split(rule, predicted, observed);
    }
  }

  /** Takes down one answer; of rules with one share nothing is to be counted. */
  void add(ProxyId proxy, Plan.Step step, Expectation expectation, Observed observed) {
    if (step.predicted().verdict().shares().size() < 2
        || !(observed instanceof Observed.Answered answered)) {
      return;
    }
    SortedMap<String, Double> predicted = expectation.split();
    String rule = rule(proxy, step.predicted());
    tallies
        .computeIfAbsent(rule + predicted, _ -> new Tally(rule, step, predicted, observed))
        .add(answered);
  }

  /** The weighted rules hit so far, in the order of their first request. */
  List<Tally> tallies() {
    return new ArrayList<>(tallies.values());
  }

  private static String rule(ProxyId proxy, Decision decision) {
    if (decision.entry() == null) {
      return proxy + ": " + decision.dialed();
    }
    Origin origin = decision.entry().rule().origin();
    return proxy + ": " + origin.resource() + " " + origin.field();
  }
}
