package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.regex.Re2;
import io.meshtwin.twin.resource.TextMatch;
import io.meshtwin.twin.resource.VirtualCors;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The expressions in VirtualServices that proxies may not take, or that are not read. */
public final class RuleExpressions {
  private RuleExpressions() {}

  /** A finding for each, but for those that istiod refuses: reading has found them. */
  public static Stream<Finding> findings(VirtualService service) {
    return service.http().stream()
        .flatMap(rule ->
            Stream.concat(
                rule.matches().stream()
                    .flatMap(match ->
                        problems(match).map(problem -> finding(service, match.field(), problem))),
                problems(rule).map(problem -> finding(service, rule.field(), problem))))
        .flatMap(Optional::stream);
  }

  private static Optional<Finding> finding(VirtualService service, String field, Problem problem) {
    return problem.kind() == Problem.Kind.REFUSED
        ? Optional.empty()
        : Optional.of(
            new Finding(
                problem.code(),
                service.key(),
                field,
                problem.message(),
                service.metadata().source(field)));
  }

  /** What is wrong with those of a match; empty almost always. */
  static Stream<Problem> problems(VirtualMatch match) {
    Stream<@Nullable TextMatch> single = Stream.of(match.uri(), match.method(), match.authority());
    Stream<TextMatch> named =
        Stream.of(match.headers(), match.withoutHeaders(), match.query())
            .map(texts -> texts.values())
            .flatMap(Collection::stream);
    return Stream.concat(single, named).flatMap(RuleExpressions::problem);
  }

  /** What is wrong with those of what a rule does: its rewrite, the origins that it allows. */
  static Stream<Problem> problems(VirtualRule rule) {
    VirtualRule.Rewrite rewrite = rule.rewrite();
    VirtualCors cors = rule.cors();
    Stream<Problem> ofRewrite =
        rewrite == null || rewrite.expression().isEmpty()
            ? Stream.empty()
            : Stream.ofNullable(Re2.problem(rewrite.expression()));
    return Stream.concat(
        ofRewrite,
        cors == null ? Stream.empty() : cors.origins().stream().flatMap(RuleExpressions::problem));
  }

  private static Stream<Problem> problem(@Nullable TextMatch text) {
    return text instanceof TextMatch.Regex regex
        ? Stream.ofNullable(Re2.problem(regex.value()))
        : Stream.empty();
  }
}
