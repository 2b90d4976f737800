package io.meshtwin.app.cli;

import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Verdicts in one line for people. */
final class VerdictWords {
  private VerdictWords() {}

  static String of(Verdict verdict) {
    return switch (verdict.effect()) {
      case Effect.Forward _ ->
          verdict.kind()
              + " "
              + verdict.shares().stream()
                  .map(VerdictWords::share)
                  .collect(Collectors.joining(", "));
      case Effect.Redirect _ -> "redirected " + verdict.status() + " to " + verdict.location();
      case Effect.Respond respond ->
          "responded " + respond.status() + " (" + respond.reason() + ")";
      case Effect.Unreachable unreachable ->
          "unreachable, " + unreachable.reason() + " (" + unreachable.words() + ")";
      case Effect.Passthrough pass -> "passthrough to " + pass.host() + ":" + pass.port();
      case Effect.Unknown unknown -> "unknown: " + unknown.caveats().getFirst().reason();
    };
  }

  private static String share(Share share) {
    Share.Failure failure = share.failure();
    String part = percent(share.weight());
    if (failure != null) {
      return part + " " + failure.status() + " (" + failure.words() + ")";
    }
    String to = share.service() == null ? "port " + share.port() : share.service().toString();
    Map<String, Double> workloads = share.workloads();
    if (workloads.size() < 2) {
      return part + " " + to;
    }
    String owners =
        workloads.entrySet().stream()
            .map(owner -> owner.getKey() + " " + percent(owner.getValue()))
            .collect(Collectors.joining(", "));
    return part + " " + to + " [" + owners + "]";
  }

  static String percent(double fraction) {
    double percent = fraction * 100;
    return percent == Math.rint(percent)
        ? Math.round(percent) + "%"
        : String.format(Locale.ROOT, "%.1f%%", percent);
  }
}
