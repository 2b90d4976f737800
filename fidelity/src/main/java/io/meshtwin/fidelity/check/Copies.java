package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.echo.Echo;
import io.meshtwin.fidelity.echo.Visits;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.twin.routing.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Who received a copy of a request, beside who should have. */
final class Copies {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Copies() {}

  /** Waits for the copies that must come; then what is missing and what is too much. */
  static List<String> differences(
      Expectation expectation, Observed observed, Visits visits, String id) {
    boolean answered = answered(observed);
    List<Copy> copies =
        answered || mayBeSent(expectation, observed)
            ? expectation.verdict().copies().stream()
                .filter(copy -> !copy.target().endpoints().isEmpty())
                .toList()
            : List.of();
    List<Copy> certain = copies.stream().filter(copy -> answered && copy.fraction() == 1).toList();
    int all = certain.size() + (answered ? 1 : 0);
    List<Echo> received = new ArrayList<>(visits.await(id, seen -> seen.size() >= all, PATIENCE));
    var differences = new Differences();
    if (observed instanceof Observed.Answered answer && answer.echo().isPresent()) {
      Echo own = answer.echo().get();
      take(received, echo -> same(echo, own));
    }
    for (Copy copy : copies) {
      boolean came = take(received, echo -> reaches(copy, echo));
      if (!came && certain.contains(copy)) {
        differences.add("no copy at " + copy.target().service());
      }
    }
    received.forEach(
        echo -> differences.add("a copy that was not predicted at " + echo.workload()));
    return differences.lines();
  }

  /**
   * Whether an endpoint's proxy may have refused the request, which was sent then: copies are made
   * when a request is complete, if it is not answered before (Envoy, {@code
   * Router::Filter::maybeDoShadowing}). Nobody gets a copy of what is sent to nobody.
   */
  private static boolean mayBeSent(Expectation expectation, Observed observed) {
    return expectation.refusals().contains(observed.outcome());
  }

  /** Whether a copy came by now. */
  static boolean came(Copy copy, Observed observed, Visits visits, String id) {
    List<Echo> received = new ArrayList<>(visits.of(id));
    if (observed instanceof Observed.Answered answered && answered.echo().isPresent()) {
      Echo own = answered.echo().get();
      take(received, echo -> same(echo, own));
    }
    return received.stream().anyMatch(echo -> reaches(copy, echo));
  }

  private static boolean answered(Observed observed) {
    return observed instanceof Observed.Answered answered && answered.echo().isPresent();
  }

  private static boolean same(Echo one, Echo other) {
    return one.workload().equals(other.workload()) && one.port() == other.port();
  }

  private static boolean reaches(Copy copy, Echo echo) {
    for (Endpoint endpoint : copy.target().endpoints()) {
      if (endpoint.name().equals(echo.workload()) && endpoint.port() == echo.port()) {
        return true;
      }
    }
    return false;
  }

  private static boolean take(List<Echo> from, Predicate<Echo> what) {
    for (int i = 0; i < from.size(); i++) {
      if (what.test(from.get(i))) {
        from.remove(i);
        return true;
      }
    }
    return false;
  }
}
