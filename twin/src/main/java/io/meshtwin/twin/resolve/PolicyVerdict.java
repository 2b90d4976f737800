package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import java.util.List;

/**
 * A BackendTLSPolicy with what its references come to.
 *
 * @param policy the policy
 * @param authorities what signs the backends' certificates; empty for the system's own
 * @param problems of references to them
 * @param invalid whether it asks for a set of authorities that nobody knows
 */
public record PolicyVerdict(
    BackendTlsPolicy policy,
    List<ResourceKey> authorities,
    List<RefProblem> problems,
    boolean invalid) {
  public PolicyVerdict {
    authorities = List.copyOf(authorities);
    problems = List.copyOf(problems);
  }

  /** Whether it names authorities and none of them holds. */
  public boolean withoutAuthority() {
    return !policy.authorities().isEmpty() && authorities.isEmpty();
  }

  /** Whether connections to the backends can be made as it says; otherwise they fail. */
  public boolean usable() {
    return !invalid && !withoutAuthority();
  }
}
