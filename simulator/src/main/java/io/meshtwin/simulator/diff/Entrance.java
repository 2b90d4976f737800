package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.CopyArrivals;
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
    Set<String> others = copies(other);
    for (CopyArrivals copy : decision.arrivals().copies()) {
      Copy refused = copy.refused();
      String whole = EffectKey.copy(copy.copy());
      if (refused != null && (unknown || others.contains(whole))) {
        lines.add("copy " + whole + " refused " + EffectKey.copy(refused));
      }
    }
    return String.join("\n", lines);
  }

  /** The copies that the client's proxy makes, whoever takes them. */
  private static Set<String> copies(Decision decision) {
    List<CopyArrivals> asked = decision.arrivals().copies();
    if (!asked.isEmpty()) {
      return asked.stream().map(copy -> EffectKey.copy(copy.copy())).collect(Collectors.toSet());
    }
    return decision.effect() instanceof Effect.Forward forward
        ? forward.handling().copies().stream().map(EffectKey::copy).collect(Collectors.toSet())
        : Set.of();
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
    return "who may enter: for example " + what + (addressed ? from() : "") + token;
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
    int copies = Double.compare(refused(is), refused(was));
    return copies < 0 ? Impact.WEAKENS_SECURITY : copies > 0 ? Impact.REROUTES : Impact.TUNES;
  }

  /** How many copies of a request are refused. */
  private static double refused(Decision decision) {
    return decision.arrivals().copies().stream()
        .flatMap(copy -> Stream.ofNullable(copy.refused()))
        .mapToDouble(Copy::fraction)
        .sum();
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
