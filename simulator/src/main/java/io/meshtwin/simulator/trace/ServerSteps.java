package io.meshtwin.simulator.trace;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.flow.Arrivals;
import io.meshtwin.simulator.trace.Step.Kind;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the endpoints' own proxies decide, as steps; endpoints that decide alike are told once. */
final class ServerSteps {
  private ServerSteps() {}

  static List<Step> of(Arrivals arrivals) {
    Map<List<Step>, List<String>> alike = new LinkedHashMap<>();
    arrivals
        .all()
        .forEach(arrival ->
            alike
                .computeIfAbsent(steps(arrival), _ -> new ArrayList<>())
                .add(arrival.endpoint().name()));
    var result = new ArrayList<Step>();
    alike.forEach((steps, endpoints) -> {
      if (alike.size() > 1) {
        result.add(Step.of(Kind.BACKEND, "at " + String.join(", ", endpoints)));
      }
      result.addAll(steps);
    });
    return result;
  }

  private static List<Step> steps(Arrival arrival) {
    Inbound inbound = arrival.inbound();
    if (inbound == null) {
      return arrival.outcome() instanceof Outcome.Refused refused
          ? List.of(Step.of(Kind.CONNECTION, "refused: " + refused.words()))
          : List.of();
    }
    String comes = arrival.mutual() ? "comes in mutual TLS" : "comes without mutual TLS";
    String mode = "mTLS " + inbound.mode() + ": the connection " + comes;
    var result = new ArrayList<Step>();
    result.add(Step.of(Kind.CONNECTION, mode, inbound.origin()));
    switch (arrival.outcome()) {
      case Outcome.Taken taken -> {
        AccessPolicy policy = taken.policy();
        if (policy != null) {
          result.add(
              Step.of(
                  Kind.AUTHORIZATION, "allowed by " + policy.origin().resource(), policy.origin()));
        }
      }
      case Outcome.Refused refused -> {
        Kind kind = arrival.accepted() ? Kind.AUTHORIZATION : Kind.CONNECTION;
        String words = "refused: " + refused.words();
        result.add(
            refused.origin() == null
                ? Step.of(kind, words)
                : Step.of(kind, words, refused.origin()));
      }
      case Outcome.Undecided undecided ->
          undecided
              .caveats()
              .forEach(
                  caveat -> result.add(Step.of(Kind.CAVEAT, caveat.reason(), caveat.origin())));
    }
    return result;
  }
}
