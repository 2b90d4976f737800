package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.AuthorizationPolicy.Action;
import io.meshtwin.twin.resource.JwtRule;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The filters that a proxy asks before it lets anything in, in istiod's order: external
 * authorizers, tokens, then DENY, then ALLOW ({@code listener_builder.go},
 * buildHTTPConnectionManager; {@code networkfilter.go}, buildCompleteNetworkFilters).
 */
final class AccessFilters {
  private final SecuritySettings settings;
  private final TrustDomains domains;
  private final Authorizers authorizers;
  private final List<AuthorizationPolicy> policies;
  private final List<RequestAuthentication> tokens;

  AccessFilters(MeshImage image, SecuritySettings settings) {
    this.settings = settings;
    this.domains = TrustDomains.of(settings);
    this.authorizers = new Authorizers(image, settings.authorizers());
    this.policies = image.all(AuthorizationPolicy.class).toList();
    this.tokens = image.all(RequestAuthentication.class).toList();
  }

  /**
   * @param http whether requests are read; otherwise bytes are passed on, and tokens are not seen
   */
  List<AccessFilter> of(Proxied workload, boolean http) {
    List<AuthorizationPolicy> own =
        policies.stream()
            .filter(p -> workload.takes(p.key(), p.target(), settings.rootNamespace()))
            .toList();
    var translation = new RuleTranslation(domains, http);
    var result = new ArrayList<AccessFilter>(external(own, translation));
    List<TokenRule> rules = http ? tokenRules(workload) : List.of();
    if (!rules.isEmpty()) {
      result.add(new AccessFilter.Tokens(rules));
    }
    rbac(own, Action.AUDIT, AccessFilter.Action.LOG, translation, result);
    rbac(own, Action.DENY, AccessFilter.Action.DENY, translation, result);
    rbac(own, Action.ALLOW, AccessFilter.Action.ALLOW, translation, result);
    return Collections.unmodifiableList(result);
  }

  /** Whom a CUSTOM policy has asked. */
  Authorizers.Found authorizer(AuthorizationPolicy policy) {
    return authorizers.of(policy.provider());
  }

  /** The policies that attach to a workload. */
  Stream<ResourceKey> attached(Proxied workload) {
    return Stream.concat(
        policies.stream()
            .filter(p -> workload.takes(p.key(), p.target(), settings.rootNamespace()))
            .map(AuthorizationPolicy::key),
        tokens.stream()
            .filter(p -> workload.takes(p.key(), p.target(), settings.rootNamespace()))
            .map(RequestAuthentication::key));
  }

  private static void rbac(
      List<AuthorizationPolicy> all,
      Action action,
      AccessFilter.Action does,
      RuleTranslation translation,
      List<AccessFilter> result) {
    for (boolean enforced : List.of(true, false)) {
      List<AuthorizationPolicy> some =
          all.stream()
              .filter(policy -> policy.action() == action && policy.dryRun() != enforced)
              .toList();
      if (!some.isEmpty()) {
        result.add(new AccessFilter.Rbac(does, enforced, translated(some, translation)));
      }
    }
  }

  private static List<AccessPolicy> translated(
      List<AuthorizationPolicy> policies, RuleTranslation translation) {
    return policies.stream().flatMap(policy -> translation.policies(policy).stream()).toList();
  }

  /**
   * What CUSTOM policies take, by provider. One that istiod does not use refuses it; so do all
   * where a workload has more than one. A provider of HTTP is not asked about bytes (buildHTTP,
   * buildTCP with {@code PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS} off, as it is by default).
   *
   * <p>A dry run that reaches a good provider is refused: istiod puts its rules where Envoy
   * enforces them, as DENY.
   */
  private List<AccessFilter> external(List<AuthorizationPolicy> all, RuleTranslation translation) {
    SortedMap<String, List<AuthorizationPolicy>> byProvider = new TreeMap<>();
    for (AuthorizationPolicy policy : all) {
      if (policy.action() == Action.CUSTOM) {
        String provider = policy.provider() == null ? "" : policy.provider();
        byProvider.computeIfAbsent(provider, _ -> new ArrayList<>()).add(policy);
      }
    }
    var result = new ArrayList<AccessFilter>();
    byProvider.forEach((name, some) -> {
      ExternalAuthorizer authorizer =
          byProvider.size() > 1 ? null : authorizers.of(name).authorizer();
      Map<Boolean, List<AccessPolicy>> byDryRun =
          some.stream()
              .collect(
                  Collectors.partitioningBy(
                      AuthorizationPolicy::dryRun,
                      Collectors.flatMapping(
                          policy -> translation.policies(policy).stream(), Collectors.toList())));
      List<AccessPolicy> asked = byDryRun.getOrDefault(false, List.of());
      List<AccessPolicy> tried = byDryRun.getOrDefault(true, List.of());
      if (authorizer == null) {
        result.add(new AccessFilter.Rbac(AccessFilter.Action.DENY, true, asked));
      } else if (translation.http() || authorizer.protocol() instanceof ExternalAuthorizer.Grpc) {
        if (!tried.isEmpty()) {
          result.add(new AccessFilter.Rbac(AccessFilter.Action.DENY, true, tried));
        }
        if (!asked.isEmpty()) {
          result.add(new AccessFilter.External(authorizer, asked));
        }
      }
    });
    return result;
  }

  /** The rules of all policies, sorted by issuer (newPolicyApplier). */
  private List<TokenRule> tokenRules(Proxied workload) {
    return tokens.stream()
        .filter(p -> workload.takes(p.key(), p.target(), settings.rootNamespace()))
        .flatMap(policy -> policy.rules().stream().map(rule -> tokenRule(policy, rule)))
        .sorted(Comparator.comparing(TokenRule::issuer))
        .toList();
  }

  private static TokenRule tokenRule(RequestAuthentication policy, JwtRule rule) {
    var spaced = new TreeSet<>(List.of("permission", "scope"));
    spaced.addAll(rule.spaceDelimited());
    var claims = new TreeMap<String, String>();
    rule.output().claims().forEach(copied -> claims.put(copied.header(), copied.claim()));
    var places =
        new TokenRule.Places(
            rule.locations().headers().stream()
                .map(header -> new TokenRule.Header(header.name(), header.prefix()))
                .toList(),
            rule.locations().parameters(),
            rule.locations().cookies(),
            rule.output().forward());
    return new TokenRule(
        rule.issuer(),
        rule.audiences(),
        places,
        new TokenRule.Content(List.copyOf(spaced), rule.output().payloadHeader(), claims),
        new TokenRule.Keys(rule.keys().uri(), rule.keys().inline()),
        new Origin(policy.key(), rule.field(), policy.metadata().source(rule.field())));
  }
}
