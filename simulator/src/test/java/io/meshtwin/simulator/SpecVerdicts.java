package io.meshtwin.simulator;

import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.spec.SpecAnswer;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Verdicts in the words of the second reading. */
public final class SpecVerdicts {
  /** What every backend answers with, so that a change shows. */
  private static final Headers ANSWERED = new Headers(Map.of("x-back", List.of("was")));

  private SpecVerdicts() {}

  /** The same answer; of a verdict that is unknown, the reason. */
  public static SpecAnswer of(Verdict verdict) {
    return switch (verdict.kind()) {
      case FORWARDED, RESPONDED, UNREACHABLE ->
          new SpecAnswer(outcomes(verdict), mirrors(verdict), limits(verdict));
      case REDIRECTED ->
          SpecAnswer.certain("redirect " + verdict.status() + " " + verdict.location());
      case REJECTED -> SpecAnswer.CLOSED;
      case PASSTHROUGH -> SpecAnswer.certain("passthrough");
      case UNKNOWN -> SpecAnswer.certain("unknown: " + verdict.reason());
    };
  }

  private static SortedMap<String, Double> outcomes(Verdict verdict) {
    var result = new TreeMap<String, Double>();
    boolean http = verdict.effect() instanceof Effect.Forward forward && forward.http();
    for (Share share : verdict.shares()) {
      result.merge(outcome(verdict, share, http), share.weight(), Double::sum);
    }
    if (result.isEmpty()) {
      boolean answered = verdict.kind() == Verdict.Kind.RESPONDED;
      result.put(answered ? "status " + verdict.status() : "closed", 1.0);
    }
    return result;
  }

  private static String outcome(Verdict verdict, Share share, boolean http) {
    Share.Failure failure = share.failure();
    if (failure != null) {
      return http ? "status " + failure.status() : "closed";
    }
    String target = Objects.requireNonNull(share.service()).toString();
    if (!http) {
      return target;
    }
    Request received = verdict.received(share);
    return "%s%s %s %s %s %s answers %s"
        .formatted(
            target,
            secured(share.tls()),
            received.method(),
            received.authority(),
            received.target(),
            joined(received.headers()),
            joined(ANSWERED.changed(share.changes().response())));
  }

  private static String secured(@Nullable UpstreamTls tls) {
    if (tls == null) {
      return "";
    }
    boolean own = tls.subjectAltNames().equals(List.of(tls.sni()));
    return " in TLS to "
        + tls.sni()
        + (own ? "" : " as " + String.join(",", tls.subjectAltNames()));
  }

  /** Several lines and one line with commas mean the same (RFC 9110, 5.3). */
  private static Map<String, String> joined(Headers headers) {
    var result = new TreeMap<String, String>();
    headers.values().forEach((name, values) -> result.put(name, String.join(",", values)));
    return result;
  }

  private static List<String> mirrors(Verdict verdict) {
    return verdict.copies().stream()
        .filter(copy -> !copy.target().endpoints().isEmpty())
        .map(copy -> copy.target().service() + " " + copy.fraction())
        .toList();
  }

  private static String limits(Verdict verdict) {
    boolean sent = verdict.kind() == Verdict.Kind.FORWARDED;
    if (!sent || !(verdict.effect() instanceof Effect.Forward forward)) {
      return "";
    }
    var parts = new ArrayList<String>();
    Timeouts timeouts = forward.timeouts();
    if (timeouts.request() != null) {
      parts.add("request " + timeouts.request().toMillis() + " ms");
    }
    if (timeouts.backendRequest() != null) {
      parts.add("backend " + timeouts.backendRequest().toMillis() + " ms");
    }
    Retries retries = forward.handling().retries();
    if (retries != null) {
      String codes =
          retries.statuses().stream()
              .sorted()
              .map(String::valueOf)
              .collect(Collectors.joining(" "));
      parts.add(retries.attempts() + " retries on " + codes);
    }
    return String.join(", ", parts);
  }
}
