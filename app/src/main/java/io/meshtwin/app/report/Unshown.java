package io.meshtwin.app.report;

import io.meshtwin.fidelity.check.FidelityReport;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.Retries;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a verdict is otherwise in another and does not show in the answer to one request: a limit
 * in time takes a backend that is slow, a share many requests. Whoever saw the answer alone has not
 * seen the difference.
 */
final class Unshown {
  private Unshown() {}

  /**
   * What was not shown, in words.
   *
   * @param verdict what was to be confirmed
   * @param other that of the other side
   * @param shown what was shown beside the answer, as {@link FidelityReport#shown} has it
   */
  static List<String> of(Verdict verdict, Verdict other, List<String> shown) {
    return verdict.effect() instanceof Effect.Forward here
            && other.effect() instanceof Effect.Forward there
        ? of(here, there, shown, TuningWords.names(verdict, other))
        : List.of();
  }

  private static List<String> of(
      Effect.Forward here, Effect.Forward there, List<String> shown, List<String> tuned) {
    Effect.Handling is = here.handling();
    Effect.Handling was = there.handling();
    var words = new ArrayList<String>();
    if (!is.timeouts().equals(was.timeouts()) && is.timeouts().limited()) {
      words.add(FidelityReport.TIME_LIMITS);
    }
    if (is.retries() != null && !Objects.equals(is.retries(), was.retries())) {
      words.add(FidelityReport.RETRIES);
    }
    if (is.session() != null && !is.session().equals(was.session())) {
      words.add(FidelityReport.SESSIONS);
    }
    if (!shares(here).equals(shares(there)) && shares(here).size() > 1) {
      words.add(FidelityReport.SHARES);
    }
    words.removeAll(shown);
    if (!words.contains(FidelityReport.RETRIES) && !probed(is.retries(), was.retries())) {
      words.add("conditions of retries");
    }
    if (delay(is) != null && !Objects.equals(delay(is), delay(was))) {
      words.add("delays");
    }
    words.addAll(tuned);
    return List.copyOf(words);
  }

  /** Probes show how often it is tried again on the first status, and no other condition. */
  private static boolean probed(@Nullable Retries is, @Nullable Retries was) {
    if (is == null || was == null) {
      return true;
    }
    return is.on().equals(was.on()) && rest(is.statuses()).equals(rest(was.statuses()));
  }

  private static List<Integer> rest(List<Integer> statuses) {
    return statuses.stream().skip(1).toList();
  }

  private static List<String> shares(Effect.Forward forward) {
    var parts = new ArrayList<String>();
    forward.shares().forEach(share -> parts.add(share.service() + " " + share.weight()));
    forward
        .handling()
        .copies()
        .forEach(copy -> parts.add(copy.target().service() + " copy " + copy.fraction()));
    return parts;
  }

  private static Fault.@Nullable Delay delay(Effect.Handling handling) {
    return handling.fault() == null ? null : handling.fault().delay();
  }
}
