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
   * Tokens are checked (Envoy's {@code jwt_authn}): a request without a token passes, one with a
   * token that no rule accepts is answered with 401 or 403. A preflight passes unasked.
   */
  record Tokens(List<TokenRule> rules) implements AccessFilter {
    public Tokens {
      rules = List.copyOf(rules);
    }
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
