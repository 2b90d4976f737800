package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An AuthorizationPolicy of Istio: who may do what at workloads.
 *
 * @param metadata identity; in the root namespace it applies to every namespace
 * @param target which workloads
 * @param action what is done with requests that a rule takes
 * @param provider the extension provider that decides with CUSTOM, null for none
 * @param rules of which one must take the request; without any the policy takes none
 */
public record AuthorizationPolicy(
    Metadata metadata,
    PolicyTarget target,
    Action action,
    @Nullable String provider,
    List<AuthorizationRule> rules)
    implements Resource {
  private static final String DRY_RUN = "istio.io/dry-run";
  private static final int MOST_RULES = 512;

  /** What Go's {@code strconv.ParseBool} takes for true. */
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  public AuthorizationPolicy {
    rules = List.copyOf(rules);
  }

  /** What is done with requests that a rule takes (AuthorizationPolicy.Action). */
  public enum Action {
    /** They pass; where a workload has such a policy, others do not. */
    ALLOW,
    /** They are refused. */
    DENY,
    /** They are noted; nothing is decided. */
    AUDIT,
    /** An external service decides. */
    CUSTOM;

    private static final List<String> WORDS = List.of("ALLOW", "DENY", "AUDIT", "CUSTOM");
  }

  /** Whether the policy is only tried: proxies note what it would do. */
  public boolean dryRun() {
    return TRUE.contains(metadata.annotations().getOrDefault(DRY_RUN, ""));
  }

  /** The same policy with other metadata. */
  public AuthorizationPolicy with(Metadata other) {
    return new AuthorizationPolicy(other, target, action, provider, rules);
  }

  static AuthorizationPolicy read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    String word = spec.word("action", "ALLOW", Action.WORDS);
    Action action = word == null ? Action.ALLOW : Action.valueOf(word);
    Fields named = spec.object("provider");
    String provider = named.optionalText("name");
    named.done();
    Entries.count(spec, "rules", 0, MOST_RULES);
    var result =
        new AuthorizationPolicy(
            metadata,
            PolicyTarget.read(metadata.key(), spec),
            action,
            provider == null || provider.isEmpty() ? null : provider,
            spec.list("rules", rule -> AuthorizationRule.read(rule, action)));
    result.check(spec);
    spec.done();
    body.ignore("status");
    body.done();
    return result;
  }

  /** What {@code ValidateAuthorizationPolicy} demands of the whole. */
  private void check(Fields spec) {
    boolean custom = action == Action.CUSTOM;
    if (custom && spec.has("rules") && provider == null) {
      spec.invalid("provider.name", "is required with CUSTOM");
    }
    if (!custom && spec.has("provider")) {
      spec.invalid("provider", "must not be given with " + action);
    }
    if (!spec.has("rules") && (custom || action == Action.DENY)) {
      spec.invalid("rules", "must be given with " + action + ": without a rule it does nothing");
    }
  }
}
