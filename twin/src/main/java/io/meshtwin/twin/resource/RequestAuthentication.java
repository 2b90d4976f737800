package io.meshtwin.twin.resource;

import java.util.List;

/**
 * A RequestAuthentication of Istio: which tokens workloads take. A request without a token passes;
 * one with a token that no rule accepts does not.
 *
 * @param metadata identity; in the root namespace it applies to every namespace
 * @param target which workloads
 * @param rules the issuers that are known
 */
public record RequestAuthentication(Metadata metadata, PolicyTarget target, List<JwtRule> rules)
    implements Resource {
  private static final int MOST_RULES = 4096;

  public RequestAuthentication {
    rules = List.copyOf(rules);
  }

  /** The same policy with other metadata. */
  public RequestAuthentication with(Metadata other) {
    return new RequestAuthentication(other, target, rules);
  }

  static RequestAuthentication read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    Entries.count(spec, "jwtRules", 0, MOST_RULES);
    var result =
        new RequestAuthentication(
            metadata,
            PolicyTarget.read(metadata.key(), spec),
            spec.list("jwtRules", JwtRule::read));
    spec.done();
    body.ignore("status");
    body.done();
    return result;
  }
}
