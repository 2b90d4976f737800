package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the proxies before workloads read of a case that one machine cannot always show. */
final class Guards {
  /** Where all connections of a run come from. */
  static final String HERE = "127.0.0.1";

  private static final TokenRule.Places USUAL =
      new TokenRule.Places(List.of(), List.of(), List.of(), false);

  private Guards() {}

  /** Why a case cannot be shown; empty when it can. */
  static Optional<String> reason(Decision decision) {
    Caller caller = decision.call().from().caller();
    List<AccessFilter> filters = filters(decision).distinct().toList();
    boolean elsewhere =
        !isHere(caller.address())
            || (decision.call().from() instanceof Client.AtGateway at && !isHere(at.address()));
    if (filters.stream().anyMatch(filter -> readsAddress(filter, elsewhere))) {
      return Optional.of("policies that read addresses: all connections come from " + HERE);
    }
    return caller.token() == null ? Optional.empty() : tokenReason(filters, caller.token());
  }

  private static Optional<String> tokenReason(List<AccessFilter> filters, Token token) {
    long places = places(filters, token).distinct().count();
    if (places > 1 || places(filters, token).anyMatch(place -> place(place) == null)) {
      return Optional.of("tokens in cookies and query parameters, or in several places");
    }
    boolean whole =
        filters.stream().flatMap(Guards::rules).anyMatch(r -> r.content().header() != null);
    return whole ? Optional.of("a header with all that a token says") : Optional.empty();
  }

  /** The header that a client puts its token into, as the servers of a case look for it. */
  static TokenRule.Header header(Decision decision, Token token) {
    return places(filters(decision).distinct().toList(), token)
        .findFirst()
        .flatMap(place -> Optional.ofNullable(place(place)))
        .orElse(new TokenRule.Header("Authorization", "Bearer "));
  }

  /** Whether a token in a header passes a gateway: every rule there that knows it keeps it. */
  static boolean passesGateway(Decision decision, Token token) {
    return atGateway(decision)
        .flatMap(Guards::rules)
        .filter(rule -> rule.issuer().isEmpty() || rule.issuer().equals(token.issuer()))
        .allMatch(rule -> rule.places().kept());
  }

  /**
   * As the simulator has it: where the first rule for its issuer looks, else in the usual place.
   */
  private static Stream<TokenRule.Places> places(List<AccessFilter> filters, Token token) {
    return filters.stream()
        .filter(AccessFilter.Tokens.class::isInstance)
        .map(filter ->
            rules(filter)
                .filter(rule -> rule.issuer().isEmpty() || rule.issuer().equals(token.issuer()))
                .findFirst()
                .map(TokenRule::places)
                .orElse(USUAL));
  }

  private static TokenRule.@Nullable Header place(TokenRule.Places places) {
    if (!places.headers().isEmpty()) {
      return places.headers().getFirst();
    }
    boolean usual = places.parameters().isEmpty() && places.cookies().isEmpty();
    return usual ? new TokenRule.Header("Authorization", "Bearer ") : null;
  }

  private static Stream<TokenRule> rules(AccessFilter filter) {
    return filter instanceof AccessFilter.Tokens tokens ? tokens.rules().stream() : Stream.empty();
  }

  private static Stream<AccessFilter> atGateway(Decision decision) {
    return decision.chain() == null ? Stream.empty() : decision.chain().chain().access().stream();
  }

  private static Stream<AccessFilter> filters(Decision decision) {
    Stream<AccessFilter> atServers =
        decision
            .arrivals()
            .all()
            .flatMap(arrival -> Stream.ofNullable(arrival.inbound()))
            .distinct()
            .flatMap(inbound -> inbound.chains().stream())
            .flatMap(chain -> chain.filters().stream());
    return Stream.concat(atGateway(decision), atServers);
  }

  /** Of whom it is not known where they are, nothing is claimed that rests on it. */
  private static boolean isHere(@Nullable String address) {
    return address == null || address.equals(HERE);
  }

  private static boolean readsAddress(AccessFilter filter, boolean elsewhere) {
    return filter.policies().stream()
        .anyMatch(policy ->
            reads(policy.permission(), elsewhere) || reads(policy.principal(), elsewhere));
  }

  private static boolean reads(AccessCondition condition, boolean elsewhere) {
    return switch (condition) {
      case AccessCondition.All all -> all.of().stream().anyMatch(one -> reads(one, elsewhere));
      case AccessCondition.OneOf of -> of.of().stream().anyMatch(one -> reads(one, elsewhere));
      case AccessCondition.Not not -> reads(not.of(), elsewhere);
      case AccessCondition.DestinationIp _ -> true;
      case AccessCondition.SourceIp _, AccessCondition.RemoteIp _ -> elsewhere;
      case AccessCondition.Permission _, AccessCondition.Principal _ -> false;
    };
  }
}
