package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of Istio's security a decision shows at the proxies of workloads and gateways. */
final class EntranceFeatures {
  private EntranceFeatures() {}

  /** Adds the features, in the words of {@code docs/fidelity.md}. */
  static void add(SortedSet<String> features, Decision decision) {
    boolean token = decision.call().from().caller().token() != null;
    decision
        .arrivals()
        .all()
        .filter(arrival -> arrival.inbound() != null)
        .forEach(arrival -> {
          connection(features, arrival);
          outcome(features, arrival.outcome());
          if (token && arrival.outcome() instanceof Outcome.Taken && readsTokens(arrival)) {
            features.add("RequestAuthentication: requests with tokens let in");
          }
        });
    if (decision.chain() != null && !decision.chain().chain().access().isEmpty()) {
      features.add("policies at a gateway");
    }
  }

  private static void connection(SortedSet<String> features, Arrival arrival) {
    Inbound inbound = arrival.inbound();
    if (inbound != null) {
      features.add("PeerAuthentication: ports under " + inbound.mode());
    }
    if (arrival.mutual() && arrival.accepted()) {
      features.add("mutual TLS of the mesh");
    }
  }

  private static void outcome(SortedSet<String> features, Outcome outcome) {
    switch (outcome) {
      case Outcome.Taken taken -> allowed(features, taken.policy());
      case Outcome.Refused refused -> {
        String what =
            switch (refused.reason()) {
              case "mtls" -> "PeerAuthentication: clients without a certificate refused";
              case "tls" -> "PeerAuthentication: TLS that nobody ends refused";
              case "jwt" -> "RequestAuthentication: tokens refused";
              case "rbac" ->
                  refused.policy() == null
                      ? "AuthorizationPolicy: denied because none allows"
                      : "AuthorizationPolicy: denied by a policy";
              default -> "what a workload's proxy cannot read";
            };
        features.add(what);
      }
      case Outcome.Undecided _ -> {
        // Nothing is shown of it.
      }
    }
  }

  private static void allowed(SortedSet<String> features, @Nullable AccessPolicy policy) {
    if (policy != null) {
      features.add("AuthorizationPolicy: allowed by a policy");
    }
  }

  private static boolean readsTokens(Arrival arrival) {
    return Stream.ofNullable(arrival.inbound())
        .flatMap(inbound -> inbound.chains().stream())
        .flatMap(chain -> chain.filters().stream())
        .anyMatch(AccessFilter.Tokens.class::isInstance);
  }
}
