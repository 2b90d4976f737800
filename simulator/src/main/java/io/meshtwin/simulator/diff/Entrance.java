package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Inbound;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A request at the doors of those it is sent on to.
 *
 * @param call the request
 * @param was what is decided before
 * @param is what is decided after
 * @param addressed whether its client is an example of others by its address
 */
record Entrance(Call call, Decision was, Decision is, boolean addressed) {
  /** Who takes it before, of those that are asked on both sides, and who refuses it why. */
  String earlier() {
    return key(was, is);
  }

  /** The same, after. */
  String later() {
    return key(is, was);
  }

  /** Whether it is let in otherwise. */
  boolean differs() {
    return !earlier().equals(later());
  }

  /** Bytes that the client's own proxy reads as HTTP are compared as requests. */
  boolean counts() {
    return call.protocol().http() || !reads(was) || !reads(is);
  }

  /** Whether the client's own proxy reads HTTP; HTTP that passes by as bytes is read behind it. */
  private static boolean reads(Decision decision) {
    return decision.chain() == null || decision.rules() != null || decision.entry() != null;
  }

  private static String key(Decision decision, Decision other) {
    if (decision.effect() instanceof Effect.Unknown) {
      return EffectKey.of(decision.effect());
    }
    Set<String> asked = new TreeSet<>();
    other.arrivals().all().forEach(arrival -> asked.add(arrival.endpoint().workload()));
    boolean unknown = other.effect() instanceof Effect.Unknown;
    SortedSet<String> lines = new TreeSet<>();
    for (Arrival arrival : decision.arrivals().all().toList()) {
      String what =
          switch (arrival.outcome()) {
            case Outcome.Taken _ -> "taken" + (arrival.mutual() ? " in mutual TLS" : "");
            case Outcome.Refused refused -> "refused " + refused.reason() + refused.status();
            case Outcome.Undecided undecided -> undecided.toString();
          };
      if (unknown || asked.contains(arrival.endpoint().workload())) {
        lines.add(arrival.endpoint().workload() + " " + what);
      }
    }
    return String.join("\n", lines);
  }

  /** The request in words. */
  String words() {
    Caller caller = call.from().caller();
    String what =
        call.protocol().http()
            ? call.request().method() + " " + call.request().target()
            : "connections";
    String token = caller.token() == null ? "" : " with a token of " + caller.token().issuer();
    return "who may enter: like " + what + (addressed ? from() : "") + token;
  }

  private String from() {
    String address =
        switch (call.from()) {
          case Client.InMesh client -> client.caller().address();
          case Client.AtGateway client -> client.address();
        };
    return address == null ? "" : " from " + address;
  }

  Impact impact() {
    if (is.effect() instanceof Effect.Unknown) {
      return was.effect() instanceof Effect.Unknown ? Impact.REROUTES : Impact.BREAKS;
    }
    return taken(is) < taken(was) ? Impact.BREAKS : Impact.WEAKENS_SECURITY;
  }

  private static double taken(Decision decision) {
    long all = decision.arrivals().all().count();
    long taken =
        decision.arrivals().all().filter(a -> a.outcome() instanceof Outcome.Taken).count();
    return all == 0 ? 0 : (double) taken / all;
  }

  /** What decides at the doors, before and after. */
  SortedSet<ResourceKey> policies() {
    var result = new TreeSet<ResourceKey>();
    Stream.of(was, is)
        .flatMap(decision -> decision.arrivals().all())
        .forEach(arrival -> {
          Inbound inbound = arrival.inbound();
          if (inbound != null) {
            result.add(inbound.origin().resource());
          }
          if (arrival.policy() != null) {
            result.add(arrival.policy().origin().resource());
          }
        });
    return result;
  }
}
