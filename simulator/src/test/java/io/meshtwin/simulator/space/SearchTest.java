package io.meshtwin.simulator.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.PathNormalisation;
import io.meshtwin.simulator.space.Search.Answer;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final RouteMatch A = path(new PathMatch.SegmentPrefix("/a"));
  private static final RouteMatch AB = path(new PathMatch.SegmentPrefix("/a/b"));

  @Test
  void aPrefixIsReachedBesideALongerOne() {
    assertThat(find(List.of(A), List.of(AB))).isInstanceOf(Answer.Witness.class);
  }

  @Test
  void aLongerPrefixIsNotReachedBehindAShorterOne() {
    assertThat(find(List.of(AB), List.of(A))).isInstanceOf(Answer.Empty.class);
  }

  @Test
  void aPathThatNormalisationNeverGivesIsNotReached() {
    RouteMatch dots = path(new PathMatch.Exact("/a/../b"));
    RouteMatch escaped = path(new PathMatch.SegmentPrefix("/%41"));
    assertThat(find(List.of(dots), List.of())).isInstanceOf(Answer.Empty.class);
    assertThat(find(List.of(escaped), List.of())).isInstanceOf(Answer.Empty.class);
  }

  @Test
  void aHeaderThatNobodyNeedsIsAbsent() {
    RouteMatch header = header(new ValueMatch.Regex(".*"));
    assertThat(find(List.of(A), List.of(header))).isEqualTo(new Answer.Witness(point("/a")));
  }

  @Test
  void oneHeaderCannotHaveTwoValues() {
    RouteMatch one = header(new ValueMatch.Exact("one"));
    RouteMatch two = header(new ValueMatch.Exact("two"));
    assertThat(find(List.of(one, two), List.of())).isInstanceOf(Answer.Empty.class);
  }

  @Test
  void anExpressionGivesAWitnessThatRe2Accepts() {
    RouteMatch regex = path(new PathMatch.Regex("/api/v[0-9]+/(items|orders)/[a-f]{2,4}"));
    assertThat(find(List.of(regex), List.of()))
        .isInstanceOfSatisfying(
            Answer.Witness.class,
            witness ->
                assertThat(witness.point().path())
                    .matches("/api/v[0-9]+/(items|orders)/[a-f]{2,4}"));
  }

  @Test
  void expressionsWithOtherBeginningsAreProvenApart() {
    RouteMatch one = path(new PathMatch.Regex("/api/[a-z]+"));
    RouteMatch two = path(new PathMatch.Regex("/web/[a-z]+"));
    assertThat(find(List.of(one, two), List.of())).isInstanceOf(Answer.Empty.class);
  }

  @Test
  void theSameExpressionTakenAndRefusedIsEmpty() {
    RouteMatch odd = path(new PathMatch.Regex("(?i:/x[[:alpha:]]{300,400})"));
    assertThat(find(List.of(odd), List.of(odd))).isInstanceOf(Answer.Empty.class);
  }

  @Test
  void aRuleBehindTheUnionOfExpressionsIsProvenUnreachable() {
    RouteMatch digits = path(new PathMatch.Regex("/v[0-9]+"));
    RouteMatch even = path(new PathMatch.Regex("/v[0-9]*[02468]"));
    RouteMatch odd = path(new PathMatch.Regex("/v\\d*[13579]"));
    assertThat(find(List.of(digits), List.of(even, odd))).isInstanceOf(Answer.Empty.class);
    assertThat(find(List.of(digits), List.of(even))).isInstanceOf(Answer.Witness.class);
  }

  @Test
  void anExpressionBeyondTheBoundIsNotDecidedAndNamed() {
    RouteMatch far = path(new PathMatch.Regex("/(a|b)*a(a|b){20}c"));
    assertThat(find(List.of(far), List.of()))
        .isInstanceOfSatisfying(
            Answer.Undecided.class,
            undecided -> assertThat(undecided.reason()).contains("/(a|b)*a(a|b){20}c"));
  }

  @Test
  void normalPathsAreThoseThatNormalisationLeavesAlone() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    Universe paths = Universe.of(Variable.PATH);
    for (int i = 0; i < 20_000; i++) {
      var path = new StringBuilder("/");
      for (int length = random.nextInt(7); length > 0; length--) {
        path.append("//..%%2eE40aA~\\x-\"<?#".charAt(random.nextInt(21)));
      }
      String text = path.toString();
      boolean readable = text.chars().noneMatch(c -> c == '#' || c == '?');
      assertThat(paths.has(text))
          .as("seed %d: %s", seed, text)
          .isEqualTo(readable && text.equals(PathNormalisation.of(text)));
    }
  }

  private static Answer find(List<RouteMatch> taking, List<RouteMatch> refusing) {
    var all = new ArrayList<>(taking);
    all.addAll(refusing);
    return new Search(all).find(taking, refusing);
  }

  private static Point point(String path) {
    return new Point("GET", path, new java.util.TreeMap<>(), new java.util.TreeMap<>());
  }

  private static RouteMatch path(PathMatch path) {
    return new RouteMatch(path, null, List.of(), List.of());
  }

  private static RouteMatch header(ValueMatch value) {
    var named = new ValueMatch.Named("version", value);
    return new RouteMatch(PathMatch.ANY, null, List.of(named), List.of());
  }
}
