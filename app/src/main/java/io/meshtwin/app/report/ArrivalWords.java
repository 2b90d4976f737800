package io.meshtwin.app.report;

import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.flow.Arrivals;
import java.util.List;

/** Why endpoints refuse a request, in one line for people. */
final class ArrivalWords {
  private ArrivalWords() {}

  /** Empty where none does. */
  static String of(Arrivals arrivals) {
    List<Outcome.Refused> refusals = arrivals.refusals();
    if (refusals.isEmpty()) {
      return "";
    }
    String who =
        arrivals.refused()
            ? ", "
            : ", refused by " + refusals.size() + " of " + arrivals.all().count() + " endpoints, ";
    List<String> reasons = refusals.stream().map(ArrivalWords::reason).distinct().toList();
    String more = reasons.size() == 1 ? "" : ", and " + (reasons.size() - 1) + " reasons more";
    return who + reasons.getFirst() + more;
  }

  private static String reason(Outcome.Refused refused) {
    String status = refused.status() == null ? "" : " " + refused.status();
    return refused.reason() + status + " (" + refused.words() + ")";
  }
}
