package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.AuthorizationRule;
import io.meshtwin.twin.resource.Values;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the rules of an AuthorizationPolicy come to in a filter of one kind ({@code
 * pilot/pkg/security/authz/builder/builder.go}, build; {@code authz/model/model.go}).
 *
 * @param domains what counts as the mesh's trust domain
 * @param http whether the filter reads requests; otherwise bytes are passed on
 */
record RuleTranslation(TrustDomains domains, boolean http) {
  private static final AccessCondition NEVER = new AccessCondition.Not(AccessCondition.ALWAYS);

  /** Its rules that apply; one without rules never takes anything. */
  List<AccessPolicy> policies(AuthorizationPolicy policy) {
    if (policy.rules().isEmpty()) {
      return List.of(new AccessPolicy(name(policy, 0), NEVER, NEVER, origin(policy, "spec")));
    }
    var result = new ArrayList<AccessPolicy>();
    for (int i = 0; i < policy.rules().size(); i++) {
      AuthorizationRule rule = policy.rules().get(i);
      translated(policy, rule, i).ifPresent(result::add);
    }
    return result;
  }

  /** Of an ALLOW policy a rule that cannot be asked for allows nothing. */
  private Optional<AccessPolicy> translated(
      AuthorizationPolicy policy, AuthorizationRule rule, int i) {
    try {
      return Optional.of(
          new AccessPolicy(
              name(policy, i),
              permission(policy, rule),
              principal(policy, rule),
              origin(policy, rule.field())));
    } catch (NotApplicableException e) {
      return Optional.empty();
    }
  }

  private AccessCondition permission(AuthorizationPolicy policy, AuthorizationRule rule)
      throws NotApplicableException {
    List<Attribute> when = when(rule).filter(Attribute::ofPermission).toList();
    return anyOf(
        policy,
        rule.to().stream()
            .map(part -> attributes(part, AuthorizationRule.OPERATION, Attribute::ofOperation))
            .toList(),
        when);
  }

  private AccessCondition principal(AuthorizationPolicy policy, AuthorizationRule rule)
      throws NotApplicableException {
    for (Attribute attribute : when(rule).toList()) {
      if (!attribute.known()) {
        throw new NotApplicableException(attribute.name());
      }
    }
    List<Attribute> when = when(rule).filter(attribute -> !attribute.ofPermission()).toList();
    return anyOf(
        policy,
        rule.from().stream()
            .map(part -> attributes(part, AuthorizationRule.SOURCE, Attribute::ofSource))
            .toList(),
        when);
  }

  private AccessCondition anyOf(
      AuthorizationPolicy policy, List<List<Attribute>> parts, List<Attribute> when)
      throws NotApplicableException {
    if (parts.isEmpty()) {
      return all(policy, List.of(), when);
    }
    var result = new ArrayList<AccessCondition>();
    for (List<Attribute> part : parts) {
      result.add(all(policy, part, when));
    }
    return result.size() == 1 ? result.getFirst() : new AccessCondition.OneOf(result);
  }

  private AccessCondition all(
      AuthorizationPolicy policy, List<Attribute> part, List<Attribute> when)
      throws NotApplicableException {
    boolean strict = policy.action() == AuthorizationPolicy.Action.ALLOW;
    var values = new ValueConditions(policy.key().namespace(), http);
    var result = new ArrayList<AccessCondition>();
    for (Attribute attribute : Stream.concat(part.stream(), when.stream()).toList()) {
      result.addAll(migrated(attribute).conditions(values, strict));
    }
    return new AccessCondition.All(result);
  }

  /** Identities of the mesh's own domain, for all its names (MigrateTrustDomain). */
  private Attribute migrated(Attribute attribute) {
    Values values = attribute.values();
    return switch (attribute.name()) {
      case "source.principal" ->
          new Attribute(
              attribute.name(),
              new Values(domains.principals(values.in()), domains.principals(values.notIn())));
      case "source.trustDomain" ->
          new Attribute(
              attribute.name(),
              new Values(domains.domains(values.in()), domains.domains(values.notIn())));
      default -> attribute;
    };
  }

  private static Stream<Attribute> when(AuthorizationRule rule) {
    return rule.when().stream().map(c -> new Attribute(c.key(), c.values()));
  }

  private static List<Attribute> attributes(
      AuthorizationRule.Part part, List<String> fields, UnaryOperator<String> name) {
    return fields.stream()
        .filter(field -> !part.of(field).isEmpty())
        .map(field -> new Attribute(name.apply(field), part.of(field)))
        .toList();
  }

  /** As istiod names it, since Envoy asks policies in the order of their names. */
  private static String name(AuthorizationPolicy policy, int rule) {
    String name = policy.key().name();
    return "ns[" + policy.key().namespace() + "]-policy[" + name + "]-rule[" + rule + "]";
  }

  private static Origin origin(AuthorizationPolicy policy, String field) {
    return new Origin(policy.key(), field, policy.metadata().source(field));
  }
}
