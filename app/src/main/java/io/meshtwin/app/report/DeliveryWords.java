package io.meshtwin.app.report;

import io.meshtwin.app.json.GoDuration;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.SessionPersistence;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Retries, sessions and mirrors in one line for people. */
final class DeliveryWords {
  private DeliveryWords() {}

  static String of(Verdict verdict, Effect.Handling handling) {
    return fault(handling) + retries(handling) + session(handling) + mirrors(verdict);
  }

  private static String fault(Effect.Handling handling) {
    Fault fault = handling.fault();
    if (fault == null) {
      return "";
    }
    Fault.Delay delay = fault.delay();
    Fault.Abort abort = fault.abort();
    String waits =
        delay == null
            ? ""
            : ", "
                + VerdictWords.percent(delay.fraction())
                + " delayed by "
                + GoDuration.of(delay.duration());
    if (abort == null) {
      return waits;
    }
    String status =
        abort.status() == null ? "gRPC status " + abort.grpcStatus() : "" + abort.status();
    return waits + ", " + VerdictWords.percent(abort.fraction()) + " aborted with " + status;
  }

  private static String retries(Effect.Handling handling) {
    Retries retries = handling.retries();
    if (retries == null) {
      return "";
    }
    String on =
        Stream.concat(retries.on().stream(), retries.statuses().stream().map(String::valueOf))
            .filter(condition -> !condition.equals("retriable-status-codes"))
            .collect(Collectors.joining(", "));
    return ", tried again " + retries.attempts() + " times on " + on;
  }

  private static String session(Effect.Handling handling) {
    SessionPersistence session = handling.session();
    return session == null
        ? ""
        : ", session by "
            + session.carrier().name().toLowerCase(Locale.ROOT)
            + " "
            + session.name();
  }

  private static String mirrors(Verdict verdict) {
    return verdict.copies().stream()
        .map(copy ->
            ", "
                + VerdictWords.percent(copy.fraction())
                + " copied to "
                + VerdictWords.of(copy.target()))
        .collect(Collectors.joining());
  }
}
