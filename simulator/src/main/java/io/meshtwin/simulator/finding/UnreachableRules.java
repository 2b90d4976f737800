package io.meshtwin.simulator.finding;

import io.meshtwin.simulator.space.Outline;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules that no request can reach, because rules before them take all that they would take, with
 * the smallest set of rules that do.
 */
final class UnreachableRules {
  private final MeshPlaces mesh;
  private final RuleReach reach;
  private final Set<Origin> alive = new HashSet<>();
  private final Map<Origin, String> dead = new LinkedHashMap<>();
  private final Map<Origin, String> undecided = new LinkedHashMap<>();

  /**
   * What becomes of a rule in one list of rules.
   *
   * @param alive whether some request gets to it
   * @param dead why none does; null where some does
   * @param undecided why it is not known; null where it is
   */
  private record Fate(
      Origin rule, boolean alive, @Nullable String dead, @Nullable String undecided) {}

  UnreachableRules(MeshPlaces mesh, RuleReach reach) {
    this.mesh = mesh;
    this.reach = reach;
  }

  /** All processors look at lists; what they find is put together in the order of the places. */
  Stream<Finding> all() {
    mesh.hosts().map(VirtualHost::rules).distinct().toList().parallelStream()
        .flatMap(this::fates)
        .forEachOrdered(this::note);
    Stream<Finding> unreachable =
        dead.entrySet().stream()
            .filter(entry -> !alive.contains(entry.getKey()))
            .map(entry -> finding(FindingCode.RULE_UNREACHABLE, entry.getKey(), entry.getValue()));
    Stream<Finding> open =
        undecided.entrySet().stream()
            .map(entry ->
                finding(
                    FindingCode.RULE_NOT_DECIDED,
                    entry.getKey(),
                    "whether a request gets here is not decided: " + entry.getValue()));
    return Stream.concat(unreachable, open);
  }

  /** Where a rule is shadowed in several ways, one is told, whichever place is looked at first. */
  private void note(Fate fate) {
    if (fate.alive()) {
      alive.add(fate.rule());
    }
    if (fate.dead() != null) {
      dead.merge(fate.rule(), fate.dead(), BinaryOperator.minBy(Comparator.naturalOrder()));
    }
    if (fate.undecided() != null) {
      undecided.merge(
          fate.rule(), fate.undecided(), BinaryOperator.minBy(Comparator.naturalOrder()));
    }
  }

  /** The resources of which a rule takes some request; known once {@link #all} was asked. */
  Set<ResourceKey> reached() {
    return alive.stream().map(Origin::resource).collect(Collectors.toSet());
  }

  private Stream<Fate> fates(List<RouteRule> rules) {
    RuleReach.Reached known = reach.of(rules.stream().map(RouteRule::match).toList());
    return IntStream.range(0, rules.size()).mapToObj(i -> fate(rules, i, known));
  }

  private static Fate fate(List<RouteRule> rules, int rule, RuleReach.Reached known) {
    Origin origin = rules.get(rule).origin();
    String undecided = known.undecided().get(rule);
    if (known.rules().get(rule)) {
      return new Fate(origin, true, null, undecided);
    }
    List<RouteRule> blockers = blockers(rules, rule);
    if (blockers.stream().anyMatch(UnreachableRules::takesWhatIsUnknown)) {
      return new Fate(origin, true, null, undecided);
    }
    String why =
        blockers.isEmpty() ? Contradiction.of(rules.get(rule).match()) : words(origins(blockers));
    return new Fate(origin, false, why, undecided);
  }

  /** Stands for all that it may take, as one with an expression that nobody reads. */
  private static boolean takesWhatIsUnknown(RouteRule rule) {
    return rule.action() instanceof RouteAction.Unmodelled;
  }

  private static List<Origin> origins(List<RouteRule> rules) {
    return rules.stream().map(RouteRule::origin).distinct().toList();
  }

  private static List<RouteRule> blockers(List<RouteRule> rules, int rule) {
    RouteMatch match = rules.get(rule).match();
    Outline outline = Outline.of(match);
    List<RouteRule> before =
        rules.subList(0, rule).stream()
            .filter(earlier -> Outline.of(earlier.match()).mayMeet(outline))
            .toList();
    return blockers(new Search(rules.stream().map(RouteRule::match).toList()), match, before);
  }

  /** Leaves out what is not needed, the last first: the earliest rules are the easiest to see. */
  private static List<RouteRule> blockers(Search search, RouteMatch match, List<RouteRule> before) {
    var rest = new ArrayList<>(before);
    for (RouteRule rule : before.reversed()) {
      var without = new ArrayList<>(rest);
      without.remove(rule);
      if (isEmpty(search, match, without)) {
        rest.remove(rule);
      }
    }
    return rest;
  }

  private static boolean isEmpty(Search search, RouteMatch match, List<RouteRule> before) {
    List<RouteMatch> refusing = before.stream().map(RouteRule::match).toList();
    return search.find(List.of(match), refusing) instanceof Search.Answer.Empty;
  }

  private static String words(List<Origin> blockers) {
    String names =
        blockers.stream()
            .map(blocker -> blocker.resource() + " " + blocker.field())
            .collect(Collectors.joining(" and "));
    String take = blockers.size() == 1 ? " takes" : " together take";
    return "no request gets here: " + names + take + " all that this match would take";
  }

  private static Finding finding(FindingCode code, Origin rule, String message) {
    return new Finding(code, rule.resource(), rule.field(), message, rule.source());
  }
}
