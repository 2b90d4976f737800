package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.regex.Re2;
import io.meshtwin.twin.resource.TextMatch;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.resource.VirtualService;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The expressions in VirtualServices' matches that proxies may not take, or that are not read. */
public final class MatchExpressions {
  private MatchExpressions() {}

  /** A finding for each, but for those that istiod refuses: reading has found them. */
  public static Stream<Finding> findings(VirtualService service) {
    return service.http().stream()
        .flatMap(rule -> rule.matches().stream())
        .flatMap(match ->
            problems(match)
                .filter(problem -> problem.kind() != Problem.Kind.REFUSED)
                .map(problem ->
                    new Finding(
                        problem.code(),
                        service.key(),
                        match.field(),
                        problem.message(),
                        service.metadata().source(match.field()))));
  }

  /** What is wrong with those of a match; empty almost always. */
  static Stream<Problem> problems(VirtualMatch match) {
    Stream<@Nullable TextMatch> single = Stream.of(match.uri(), match.method(), match.authority());
    Stream<TextMatch> named =
        Stream.of(match.headers(), match.withoutHeaders(), match.query())
            .map(texts -> texts.values())
            .flatMap(Collection::stream);
    return Stream.concat(single, named)
        .map(text -> text instanceof TextMatch.Regex regex ? Re2.problem(regex.value()) : null)
        .filter(Objects::nonNull);
  }
}
