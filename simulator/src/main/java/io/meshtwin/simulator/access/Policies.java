package io.meshtwin.simulator.access;

import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the filters that read conditions what they make of a request or a connection. */
final class Policies {
  private static final int FORBIDDEN = 403;

  private final Conditions conditions = new Conditions();

  /**
   * What a filter says.
   *
   * @param outcome null where the request goes on
   * @param policy that allowed it, null for none
   */
  record Decided(@Nullable Outcome outcome, @Nullable AccessPolicy policy) {
    static final Decided ON = new Decided(null, null);
  }

  /** What policies of one action say; a connection whose content is not read may meet them too. */
  Decided rbac(AccessFilter.Rbac rbac, Shown shown) {
    var open = new ArrayList<AccessPolicy>();
    AccessPolicy taken = null;
    for (AccessPolicy policy : rbac.policies()) {
      Truth takes = takes(policy, shown);
      if (takes == Truth.YES) {
        taken = policy;
        break;
      }
      if (takes == Truth.UNKNOWN) {
        open.add(policy);
      }
    }
    return switch (rbac.action()) {
      case LOG -> Decided.ON;
      case DENY -> {
        if (taken != null) {
          yield new Decided(denied(taken, shown), null);
        }
        yield open.isEmpty() ? Decided.ON : new Decided(undecided(open), null);
      }
      case ALLOW -> {
        if (taken != null) {
          yield new Decided(null, taken);
        }
        yield new Decided(open.isEmpty() ? implicit(rbac, shown) : undecided(open), null);
      }
    };
  }

  private Truth takes(AccessPolicy policy, Shown shown) {
    return conditions
        .holds(policy.permission(), shown)
        .and(conditions.holds(policy.principal(), shown));
  }

  /** The first policy that takes it, or may take it, says who is asked. */
  @Nullable Outcome external(AccessFilter.External external, Shown shown) {
    return external.policies().stream()
        .filter(policy -> takes(policy, shown) != Truth.NO)
        .findFirst()
        .map(policy -> new Outcome.Undecided(List.of(asked(external.authorizer(), policy, shown))))
        .orElse(null);
  }

  private static Caveat asked(ExternalAuthorizer authorizer, AccessPolicy policy, Shown shown) {
    ExternalAuthorizer.OnError failing = authorizer.onError();
    String unheard = shown.request() == null ? "is closed" : "is answered with " + failing.status();
    Origin rule = policy.origin();
    return new Caveat(
        ("%s %s asks the external authorizer %s (%s), whose answer is not known; where it cannot be"
                + " reached, what it is asked about %s")
            .formatted(
                rule.resource(),
                rule.field(),
                authorizer.provider(),
                authorizer.service(),
                failing.open() ? "goes on" : unheard),
        rule);
  }

  private static Outcome undecided(List<AccessPolicy> open) {
    return new Outcome.Undecided(
        open.stream()
            .map(policy ->
                new Caveat(
                    policy.origin().resource()
                        + " reads what the request does not say of its client",
                    policy.origin()))
            .distinct()
            .toList());
  }

  private static Outcome denied(AccessPolicy policy, Shown shown) {
    String words = "denied by " + policy.origin().resource();
    return new Outcome.Refused("rbac", forbidden(shown), words, policy, policy.origin());
  }

  /** Connections whose content is not read are closed. */
  private static @Nullable Integer forbidden(Shown shown) {
    return shown.request() == null ? null : (Integer) FORBIDDEN;
  }

  /** Where a workload has ALLOW policies, what none of them takes is refused. */
  private static Outcome implicit(AccessFilter.Rbac rbac, Shown shown) {
    Origin one = rbac.policies().isEmpty() ? null : rbac.policies().getFirst().origin();
    String words = "no ALLOW policy takes it: the implicit deny";
    return new Outcome.Refused("rbac", forbidden(shown), words, null, one);
  }

  /** Whether a request's tokens are looked at. */
  Truth asked(AccessFilter.Tokens tokens, Shown shown) {
    return tokens.isUsual() ? Truth.YES : conditions.holds(tokens.when(), shown);
  }

  /** Null where the filter does not look at it. */
  @Nullable Outcome unmodelled(AccessFilter.Unmodelled filter, Shown shown) {
    return conditions.holds(filter.when(), shown) == Truth.NO
        ? null
        : new Outcome.Undecided(filter.caveats());
  }
}
