package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.echo.Visits;
import io.meshtwin.fidelity.wire.Header;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What shows only when a backend is slow or fails: it is told to, once for each rule that limits
 * time or tries again.
 */
final class Probes {
  /** A limit that is longer would cost more time than it is worth. */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  /** Envoy's timers are exact; a busy machine is not. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private static final int GATEWAY_TIMEOUT = 504;

  /** Of fractions that sum to 1 but for rounding. */
  private static final double ALL = 1 - 1e-9;

  private final Sender sender;
  private final Visits visits;
  private final SortedMap<String, Integer> done = new TreeMap<>();
  private final SortedMap<String, Integer> unchecked = new TreeMap<>();
  private final Map<String, List<String>> rules = new HashMap<>();
  private int next;

  Probes(Sender sender, Visits visits) {
    this.sender = sender;
    this.visits = visits;
  }

  /** What was probed, and how often. */
  SortedMap<String, Integer> done() {
    return done;
  }

  /** What could not be probed, and how often. */
  SortedMap<String, Integer> unchecked() {
    return unchecked;
  }

  /** What was probed of a rule. */
  List<String> done(String rule) {
    return rules.getOrDefault(rule, List.of());
  }

  /**
   * Probes a rule by a case that hits it, where it was not probed yet; the differences, empty when
   * all is as predicted.
   */
  List<String> probe(String rule, Plan.Step step) {
    var now = new ArrayList<String>();
    return rules.putIfAbsent(rule, now) == null ? probe(step, now) : List.of();
  }

  private List<String> probe(Plan.Step step, List<String> now) {
    Decision decision = step.predicted();
    if (!(decision.verdict().effect() instanceof Effect.Forward forward)
        || !forward.http()
        || forward.answered() < ALL) {
      return List.of();
    }
    var differences = new ArrayList<String>();
    Effect.Handling handling = forward.handling();
    if (isAborted(handling.fault())) {
      // Which requests a fault answers before any backend is asked is left to chance.
      unchecked.merge("time limits and retries where a fault answers", 1, Integer::sum);
      return List.of();
    }
    Duration limit = limit(handling.timeouts(), handling.retries());
    if (limit != null && limit.compareTo(LONGEST) > 0) {
      unchecked.merge("time limits of more than 3 s", 1, Integer::sum);
    } else if (limit != null) {
      now.add(FidelityReport.TIME_LIMITS);
      // A try that is given up is not tried again where no condition of the retries says so.
      Duration least = shorter(limit, handling.timeouts().backendRequest());
      differences.addAll(late(decision, least == null ? limit : least, limit));
    }
    Retries retries = handling.retries();
    if (retries != null && !retries.statuses().isEmpty() && handling.copies().isEmpty()) {
      now.add(FidelityReport.RETRIES);
      int status = retries.statuses().getFirst();
      differences.addAll(failing(decision, status, retries.attempts(), 200));
      differences.addAll(failing(decision, status, retries.attempts() + 1, status));
    }
    if (handling.session() != null && hasChoice(forward)) {
      now.add(FidelityReport.SESSIONS);
      differences.addAll(new SessionProbe(sender, handling.session()).differences(decision));
    }
    now.forEach(what -> done.merge(what, 1, Integer::sum));
    return differences;
  }

  private static boolean isAborted(@Nullable Fault fault) {
    Fault.Abort abort = fault == null ? null : fault.abort();
    return abort != null && abort.perMillion() > 0;
  }

  private static boolean hasChoice(Effect.Forward forward) {
    return forward.shares().size() == 1 && forward.shares().getFirst().endpoints().size() > 1;
  }

  /** When a backend that never answers is given up at the latest; null for never. */
  private static @Nullable Duration limit(Timeouts timeouts, @Nullable Retries retries) {
    Duration request = timeouts.request();
    // With retries, when the last try ends is left to chance (back-off).
    Duration backend = retries == null ? timeouts.backendRequest() : null;
    return shorter(request, backend);
  }

  private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) < 0 ? one : other;
  }

  private List<String> late(Decision decision, Duration least, Duration limit) {
    long delay = limit.plus(SLACK).plus(SLACK).toMillis();
    long begin = System.nanoTime();
    Observed observed = send(decision, new Header(Visits.DELAY, String.valueOf(delay)));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    var differences = new Differences();
    differences.compare("status after the time limit", GATEWAY_TIMEOUT, status(observed));
    boolean inTime =
        took.compareTo(least.multipliedBy(8).dividedBy(10)) >= 0
            && took.compareTo(limit.plus(SLACK)) <= 0;
    if (!inTime) {
      differences.add("answered after %d ms, predicted %s".formatted(took.toMillis(), limit));
    }
    return differences.lines();
  }

  private List<String> failing(Decision decision, int status, int times, int expected) {
    String id = "p" + System.identityHashCode(this) + "-" + next;
    Observed observed = send(decision, new Header(Visits.FAIL, status + " " + times));
    var differences = new Differences();
    differences.compare("status after %d failures".formatted(times), expected, status(observed));
    int tries = expected == 200 ? times + 1 : times;
    differences.compare("tries with %d failures".formatted(times), tries, visits.of(id).size());
    return differences.lines();
  }

  private Observed send(Decision decision, Header told) {
    String id = "p" + System.identityHashCode(this) + "-" + next++;
    return sender.send(decision, List.of(new Header(Visits.ID, id), told));
  }

  private static int status(Observed observed) {
    if (!(observed instanceof Observed.Answered answered)) {
      return 0;
    }
    // A gRPC client learns of a proxy's 504 as UNAVAILABLE.
    boolean grpc = answered.echo().isEmpty() && answered.grpcStatus() == 14;
    return grpc ? GATEWAY_TIMEOUT : answered.response().status();
  }
}
