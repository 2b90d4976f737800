package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.echo.Visits;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts, for each weighted rule and each copy of a fraction that is hit at a proxy, which outcome
 * came how often.
 */
final class Shares {
  private static final String COPIED = "copied";
  private static final String NOT_COPIED = "not copied";

  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  /** The requests of one weighted rule, or of one copy. */
  static final class Tally {
    private final String rule;
    private final Plan.Step first;
    private final SortedMap<String, Double> predicted;
    private final @Nullable Copy copy;
    private final Visits visits;
    private final SortedMap<String, Integer> observed = new TreeMap<>();
    private final Map<String, Observed> pending = new LinkedHashMap<>();
    private Observed last;

    private Tally(
        String rule,
        Plan.Step first,
        SortedMap<String, Double> predicted,
        @Nullable Copy copy,
        Visits visits,
        Observed observed) {
      this.rule = rule;
      this.first = first;
      this.predicted = predicted;
      this.copy = copy;
      this.visits = visits;
      this.last = observed;
    }

    /** Takes down one answer; whether it was copied is asked when everything has arrived. */
    void add(Observed observation, String id) {
      if (copy == null) {
        observed.merge(observation.outcome(), 1, Integer::sum);
      } else if (observation instanceof Observed.Answered answered && answered.echo().isPresent()) {
        pending.put(id, observation);
      }
      last = observation;
    }

    /** A case that hits the rule, to be repeated. */
    Plan.Step first() {
      return first;
    }

    Observed last() {
      return last;
    }

    /** How many answers were taken down. */
    int requests() {
      return copy == null
          ? observed.values().stream().mapToInt(Integer::intValue).sum()
          : pending.size();
    }

    Split split() {
      if (copy == null) {
        return new Split(rule, predicted, observed);
      }
      var counts = new TreeMap<String, Integer>();
      pending.forEach((id, observation) -> {
        boolean came = Copies.came(copy, observation, visits, id);
        counts.merge(came ? COPIED : NOT_COPIED, 1, Integer::sum);
      });
      return new Split(rule, predicted, counts);
    }
  }

  /**
   * Takes down one answer; of rules with one share and no fraction nothing is to be counted.
   *
   * @return false where nothing is counted because it is no matter of chance alone
   */
  boolean add(
      ProxyId proxy,
      Plan.Step step,
      Expectation expectation,
      Observed observed,
      Visits visits,
      String id) {
    Decision decision = step.predicted();
    String rule = rule(proxy, decision);
    if (expectation.mixed()
        || expectation.takesTurns()
        || decision.verdict().kind() == Verdict.Kind.REJECTED) {
      return false;
    }
    if (decision.verdict().shares().size() > 1) {
      SortedMap<String, Double> predicted = expectation.split();
      tallies
          .computeIfAbsent(
              rule + predicted, _ -> new Tally(rule, step, predicted, null, visits, observed))
          .add(observed, id);
    }
    for (Copy copy : decision.verdict().copies()) {
      if (copy.fraction() < 1 && !copy.target().endpoints().isEmpty()) {
        String name =
            rule + ", copy to " + copy.target().service() + " of " + copy.origin().field();
        var predicted =
            new TreeMap<>(Map.of(COPIED, copy.fraction(), NOT_COPIED, 1 - copy.fraction()));
        tallies
            .computeIfAbsent(
                name + predicted, _ -> new Tally(name, step, predicted, copy, visits, observed))
            .add(observed, id);
      }
    }
    return true;
  }

  /** What is counted, in the order of the first request. */
  List<Tally> tallies() {
    return new ArrayList<>(tallies.values());
  }

  /** The rule in words. */
  static String rule(ProxyId proxy, Decision decision) {
    if (decision.entry() == null) {
      return proxy + ": " + decision.dialed();
    }
    Origin origin = decision.entry().rule().origin();
    return proxy + ": " + origin.resource() + " " + origin.field();
  }
}
