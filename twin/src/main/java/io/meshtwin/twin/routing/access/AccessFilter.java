package io.meshtwin.twin.routing.access;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.List;

/** A filter that a request or a connection passes on its way into a workload. */
public sealed interface AccessFilter {
  /** The policies that it has, sorted by name; none where tokens are checked. */
  default List<AccessPolicy> policies() {
    return List.of();
  }

  /**
   * Tokens are checked (Envoy's {@code jwt_authn}): one that no rule accepts is answered with 401
   * or 403. A preflight passes unasked.
   *
   * @param rules which tokens are taken
   * @param demand what becomes of requests without one that is accepted
   * @param when of which requests this is asked; the others pass
   */
  record Tokens(List<TokenRule> rules, Demand demand, AccessCondition when)
      implements AccessFilter {
    public Tokens {
      rules = List.copyOf(rules);
    }

    /** As istiod asks: of every request, and one without a token passes. */
    public Tokens(List<TokenRule> rules) {
      this(rules, Demand.IF_SHOWN, AccessCondition.ALWAYS);
    }

    /** Whether it asks as istiod does. */
    public boolean isUsual() {
      return demand == Demand.IF_SHOWN && when.equals(AccessCondition.ALWAYS);
    }
  }

  /** What is asked of requests' tokens; more than {@code IF_SHOWN} only where a proxy was read. */
  enum Demand {
    /** A request without a token passes, one that is shown must be accepted. */
    IF_SHOWN,
    /** There must be one that is accepted. */
    ALWAYS,
    /** Every request passes; what an accepted token says is known ({@code or_failed}). */
    NEVER
  }

  /**
   * Policies of one action (Envoy's {@code rbac}).
   *
   * @param action what is done with what a policy takes
   * @param enforced whether it decides; otherwise it is only noted (dry run)
   * @param policies sorted by name, the order in which Envoy asks them
   */
  record Rbac(Action action, boolean enforced, List<AccessPolicy> policies)
      implements AccessFilter {
    public Rbac {
      policies = policies.stream().sorted().toList();
    }
  }

  /**
   * What a policy takes, and nothing else, is put to a service whose answers are not known (Envoy's
   * {@code ext_authz}).
   *
   * @param authorizer who is asked
   * @param policies sorted by name
   */
  record External(ExternalAuthorizer authorizer, List<AccessPolicy> policies)
      implements AccessFilter {
    public External {
      policies = policies.stream().sorted().toList();
    }
  }

  /**
   * Something that may refuse, and whose answers are not modelled. Only proxies that were read have
   * one.
   *
   * @param when what it is asked about; all else passes unasked
   * @param caveats what it is, never empty
   */
  record Unmodelled(AccessCondition when, List<Caveat> caveats) implements AccessFilter {
    public Unmodelled {
      caveats = List.copyOf(caveats);
    }
  }

  /**
   * Nothing passes: connections are closed, as those to a listener's own port. Only proxies that
   * were read have one.
   *
   * @param origin what says so
   */
  record Closed(Origin origin) implements AccessFilter {}

  /** What is done with what a policy takes. */
  enum Action {
    /** It passes, and what no policy takes is refused. */
    ALLOW,
    /** It is refused. */
    DENY,
    /** It is noted. */
    LOG
  }
}
