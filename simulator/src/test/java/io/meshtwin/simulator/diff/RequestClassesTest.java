package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestClassesTest {
  private static final Region ALL = new Region(List.of(), List.of());

  private static RouteMatch path(String path) {
    return new RouteMatch(new PathMatch.Exact(path), null, List.of(), List.of());
  }

  private static RouteMatch header(int number) {
    var there = new ValueMatch.Named("x-" + number, new ValueMatch.Present());
    return new RouteMatch(PathMatch.ANY, null, List.of(there), List.of());
  }

  @Test
  void manyTestsThatExcludeEachOtherAreToldApart() {
    List<RouteMatch> tests = IntStream.range(0, 40).mapToObj(i -> path("/" + i)).toList();
    RequestClasses classes = RequestClasses.of(tests, Set.of(ALL), "port");
    assertThat(classes.unsure()).isNull();
    assertThat(classes.points()).hasSize(41);
  }

  @Test
  void moreClassesThanCanBeTriedAreNotSureAndTheFirstAreTried() {
    List<RouteMatch> tests = IntStream.range(0, 13).mapToObj(i -> header(i)).toList();
    RequestClasses classes = RequestClasses.of(tests, Set.of(ALL), "port");
    assertThat(classes.unsure()).isEqualTo("more than 4096 classes of requests meet at the port");
    assertThat(classes.points()).hasSize(RequestClasses.MOST);
  }

  @Test
  void rulesAreToldApartByWhichOfThemTakesARequest() {
    List<RouteMatch> rules =
        new ArrayList<>(IntStream.range(0, 20).mapToObj(i -> header(i)).toList());
    var same = new RulePairs(rules, rules, HostSpace.ALL);
    assertThat(RequestClasses.of(Set.of(), same.all(), "port").points()).hasSize(21);
    var fewer = new RulePairs(rules, rules.subList(1, 20), HostSpace.ALL);
    assertThat(RequestClasses.of(Set.of(), fewer.all(), "port").points()).hasSize(40);
  }

  @Test
  void thereAndBackItIsTheSameRequests() {
    List<RouteMatch> was = List.of(path("/a"), header(1), header(2));
    List<RouteMatch> is = List.of(header(2), path("/b"));
    List<Region> there = new RulePairs(was, is, HostSpace.ALL).all();
    List<Region> back = new RulePairs(is, was, HostSpace.ALL).all();
    assertThat(RequestClasses.of(List.of(header(3), path("/c")), there, "port"))
        .isEqualTo(RequestClasses.of(List.of(path("/c"), header(3)), back, "port"));
  }
}
