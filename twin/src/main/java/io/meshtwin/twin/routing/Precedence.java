package io.meshtwin.twin.routing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule stands before another: Gateway API's order of matches (HTTPRouteRule.matches), first
 * difference decides.
 *
 * @param hostnameLength characters of the matching hostname; exact hostnames count above wildcards
 * @param pathRank 0 exact, 1 regular expression, 2 prefix: the dialect's order of path types
 * @param pathLength characters of the path or expression
 * @param method 1 where an HTTP method is matched; the characters of a gRPC method
 * @param headers number of headers matched
 * @param query number of query parameters matched
 * @param created when the route was created; null counts as oldest
 * @param route {@code namespace/name} of the route
 * @param order the position of rule and match within the route
 */
public record Precedence(
    int hostnameLength,
    int pathRank,
    int pathLength,
    int method,
    int headers,
    int query,
    @Nullable Instant created,
    String route,
    int order)
    implements Comparable<Precedence> {
  /** The precedence of the only rule there is. */
  public static final Precedence ALONE = new Precedence(0, 2, 1, 0, 0, 0, null, "", 0);

  private record Criterion(String words, Comparator<Precedence> order) {}

  private static final List<Criterion> CRITERIA =
      List.of(
          more("longest hostname", Precedence::hostnameLength),
          new Criterion("path type", Comparator.comparingInt(Precedence::pathRank)),
          more("longest path", Precedence::pathLength),
          more("method match", Precedence::method),
          more("most header matches", Precedence::headers),
          more("most query parameter matches", Precedence::query),
          new Criterion(
              "older route",
              Comparator.comparing(
                  Precedence::created, Comparator.nullsFirst(Comparator.naturalOrder()))),
          new Criterion("route's name", Comparator.comparing(Precedence::route)),
          new Criterion("order in the route", Comparator.comparingInt(Precedence::order)));

  private static final Comparator<Precedence> ORDER =
      CRITERIA.stream().map(Criterion::order).reduce(Comparator::thenComparing).orElseThrow();

  @Override
  public int compareTo(Precedence other) {
    return ORDER.compare(this, other);
  }

  /** The first criterion, in words, that tells the two apart; {@code nothing} for equals. */
  public String decidedAgainst(Precedence other) {
    return CRITERIA.stream()
        .filter(criterion -> criterion.order().compare(this, other) != 0)
        .map(Criterion::words)
        .findFirst()
        .orElse("nothing");
  }

  /** Whether nothing but age, name or position tells the two apart. */
  public boolean tiesWith(Precedence other) {
    return CRITERIA.subList(0, 6).stream().allMatch(c -> c.order().compare(this, other) == 0);
  }

  private static Criterion more(String words, Function<Precedence, Integer> value) {
    return new Criterion(words, Comparator.comparing(value).reversed());
  }
}
