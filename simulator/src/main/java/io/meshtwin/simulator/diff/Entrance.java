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
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request at the doors of those it is sent on to.
 *
 * @param call the request
 * @param was what is decided before
 * @param is what is decided after
 */
record Entrance(Call call, Decision was, Decision is) {
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
    boolean unknown = other.effect() instanceof Effect.Unknown;
    boolean forwarded = decision.effect() instanceof Effect.Forward;
    if (decision.effect() instanceof Effect.Unknown || (unknown && !forwarded)) {
      return EffectKey.of(decision);
    }
    Set<String> asked = new TreeSet<>();
    other.arrivals().all().forEach(arrival -> asked.add(arrival.endpoint().workload()));
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
    Set<String> others = new TreeSet<>(copies(other));
    others.addAll(unwanted(other));
    unwanted(decision).stream()
        .filter(copy -> unknown || others.contains(copy))
        .forEach(copy -> lines.add("copy refused " + copy));
    return String.join("\n", lines);
  }

  /** The copies that somebody takes. */
  private static List<String> copies(Decision decision) {
    return decision.effect() instanceof Effect.Forward forward
        ? forward.handling().copies().stream().map(EffectKey::copy).toList()
        : List.of();
  }

  private static List<String> unwanted(Decision decision) {
    return decision.arrivals().unwanted().stream().map(EffectKey::copy).toList();
  }

  /**
   * The request in words.
   *
   * @param addressed whether its client's address matters
   */
  String words(boolean addressed) {
    Caller caller = call.from().caller();
    String what =
        call.protocol().http()
            ? call.request().method() + " " + call.request().target()
            : "connections";
    String token = caller.token() == null ? "" : " with a token of " + caller.token().issuer();
    return "who may enter: like " + what + (addressed ? from() : "") + token;
  }

  private String from() {
    String address = address(call.from());
    return address == null ? "" : " from " + address;
  }

  /** The client's own address, null where it is not known. */
  static @Nullable String address(Client client) {
    return switch (client) {
      case Client.InMesh inMesh -> inMesh.caller().address();
      case Client.AtGateway outside -> outside.address();
    };
  }

  Impact impact() {
    if (is.effect() instanceof Effect.Unknown) {
      return was.effect() instanceof Effect.Unknown ? Impact.REROUTES : Impact.BREAKS;
    }
    double earlier = taken(was);
    double later = taken(is);
    if (later < earlier) {
      return Impact.BREAKS;
    }
    if (later > earlier || secret(is) < secret(was)) {
      return Impact.WEAKENS_SECURITY;
    }
    return ofCopies(was.arrivals().unwanted().size(), is.arrivals().unwanted().size());
  }

  private static Impact ofCopies(int refusedEarlier, int refused) {
    if (refused < refusedEarlier) {
      return Impact.WEAKENS_SECURITY;
    }
    return refused > refusedEarlier ? Impact.REROUTES : Impact.TUNES;
  }

  private static double taken(Decision decision) {
    return part(decision, arrival -> arrival.outcome() instanceof Outcome.Taken);
  }

  private static double secret(Decision decision) {
    return part(
        decision, arrival -> arrival.outcome() instanceof Outcome.Taken && arrival.mutual());
  }

  private static double part(Decision decision, Predicate<Arrival> which) {
    long all = decision.arrivals().all().count();
    return all == 0 ? 0 : (double) decision.arrivals().all().filter(which).count() / all;
  }

  /** What decides at the doors, before and after. */
  SortedSet<ResourceKey> policies() {
    return Stream.of(was, is)
        .flatMap(decision -> decision.arrivals().all())
        .flatMap(arrival -> Stream.ofNullable(decisive(arrival)))
        .map(Origin::resource)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static @Nullable Origin decisive(Arrival arrival) {
    if (arrival.outcome() instanceof Outcome.Refused refused && refused.origin() != null) {
      return refused.origin();
    }
    AccessPolicy policy = arrival.policy();
    Inbound inbound = arrival.inbound();
    return policy != null ? policy.origin() : inbound == null ? null : inbound.origin();
  }
}
