package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.StringMatch;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code JwtAuthentication}: for each rule, in Envoy's order, the requests that no rule before
 * takes ({@code FilterConfigImpl::findVerifier}). What a rule asks that has no words here makes its
 * requests unknown, and no others.
 */
final class TokenReader {
  private final ResourceKey origin;
  private final SortedMap<String, TokenRule> providers = new TreeMap<>();
  private final SortedMap<String, Entry> written;
  private final SortedMap<String, Entry> named;
  private final Entry config;

  TokenReader(ResourceKey origin, Entry config) {
    this.origin = origin;
    this.config = config;
    // Where a refusal is noted decides nothing.
    config.harmless("strip_failure_response", "stat_prefix");
    this.written = config.byName("providers", "JwtProvider");
    written.forEach((name, one) -> providers.put(name, TokenProviders.rule(one, place(one))));
    this.named = config.byName("requirement_map", "JwtRequirement");
  }

  private Origin place(Entry entry) {
    return new Origin(origin, entry.place(), null);
  }

  /** Whether what a token says is not there for policies that read claims. */
  boolean hidesClaims() {
    return written.values().stream().anyMatch(provider -> !provider.has("payload_in_metadata"));
  }

  /**
   * Whether a route may be chosen by a header that a token's claim is written to, before it is
   * written.
   */
  boolean writesTooLate(String routes) {
    return written.values().stream()
        .filter(provider -> !provider.flag("clear_route_cache", false))
        .flatMap(provider -> provider.apart("claim_to_headers", "JwtClaimToHeader").stream())
        .anyMatch(header -> routes.contains('"' + header.text("header_name") + '"'));
  }

  /** Filters, each for other requests; its entry tells what holds for all of them. */
  List<AccessFilter> filters() {
    var result = new ArrayList<AccessFilter>();
    if (!config.flag("bypass_cors_preflight", false)) {
      result.add(unknown(preflight(), List.of("preflights that are asked for tokens"), config));
    }
    var before = new ArrayList<AccessCondition>();
    for (Entry rule : config.apart("rules", "RequirementRule")) {
      Entry match = rule.message("match", "RouteMatch");
      AccessCondition takes = TokenMatches.of(match);
      AccessCondition when = before.isEmpty() ? takes : without(takes, before);
      Requirements.Asked asked = asked(rule);
      List<String> problems = rule.unread();
      if (!problems.isEmpty()) {
        // Which requests a match takes that is not known is not known either.
        AccessCondition all =
            match.unread().isEmpty() ? when : without(AccessCondition.ALWAYS, before);
        result.add(unknown(all, problems, rule));
      } else if (asked != null) {
        result.add(new AccessFilter.Tokens(asked.rules(), asked.demand(), plain(when)));
      }
      before.add(takes);
    }
    return result;
  }

  /**
   * A path begins with a slash, but for CONNECT and {@code OPTIONS *}, of which nothing is said.
   */
  private static AccessCondition plain(AccessCondition when) {
    return when.equals(new AccessCondition.Path(new StringMatch.Prefix("/", false)))
        ? AccessCondition.ALWAYS
        : when;
  }

  private static AccessCondition without(AccessCondition takes, List<AccessCondition> before) {
    var all = new ArrayList<AccessCondition>();
    all.add(takes);
    before.forEach(other -> all.add(new AccessCondition.Not(other)));
    return new AccessCondition.All(all);
  }

  private Requirements.@Nullable Asked asked(Entry rule) {
    var requirements = new Requirements(providers);
    if (rule.has("requirement_name")) {
      Entry found = named.get(rule.text("requirement_name"));
      if (found == null) {
        rule.refuse("requirement_name " + rule.text("requirement_name"));
        return null;
      }
      return requirements.of(found, rule);
    }
    return rule.has("requires")
        ? requirements.of(rule.message("requires", "JwtRequirement"), rule)
        : null;
  }

  private static AccessCondition preflight() {
    return new AccessCondition.All(
        List.of(
            new AccessCondition.Method(new StringMatch.Exact("OPTIONS", false)),
            new AccessCondition.Header("origin", StringMatch.PRESENT),
            new AccessCondition.Header("access-control-request-method", StringMatch.PRESENT)));
  }

  private AccessFilter unknown(AccessCondition when, List<String> problems, Entry at) {
    Caveat caveat = RouteReader.caveat(problems, place(at));
    return new AccessFilter.Unmodelled(when, List.of(caveat));
  }
}
