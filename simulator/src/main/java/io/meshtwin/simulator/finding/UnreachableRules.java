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
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules that no request can reach, because rules before them take all that they would take, with
 * the smallest set of rules that do.
 */
final class UnreachableRules {
  private final MeshPlaces mesh;
  private final RuleReach reach;
  private final Set<List<RouteRule>> seen = new HashSet<>();
  private final Set<Origin> alive = new HashSet<>();
  private final Map<Origin, String> dead = new LinkedHashMap<>();
  private final Map<Origin, String> undecided = new LinkedHashMap<>();

  UnreachableRules(MeshPlaces mesh, RuleReach reach) {
    this.mesh = mesh;
    this.reach = reach;
  }

  Stream<Finding> all() {
    mesh.hosts().map(VirtualHost::rules).filter(seen::add).forEach(this::look);
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

  /** The resources of which a rule takes some request; known once {@link #all} was asked. */
  Set<ResourceKey> reached() {
    return alive.stream().map(Origin::resource).collect(Collectors.toSet());
  }

  private void look(List<RouteRule> rules) {
    RuleReach.Reached known = reach.of(rules.stream().map(RouteRule::match).toList());
    BitSet reached = known.rules();
    known
        .undecided()
        .forEach((i, why) ->
            undecided.merge(
                rules.get(i).origin(), why, BinaryOperator.minBy(Comparator.naturalOrder())));
    for (int i = 0; i < rules.size(); i++) {
      Origin origin = rules.get(i).origin();
      List<RouteRule> blockers = reached.get(i) ? List.of() : blockers(rules, i);
      if (reached.get(i) || blockers.stream().anyMatch(UnreachableRules::takesWhatIsUnknown)) {
        alive.add(origin);
      } else {
        // Where it is shadowed in several ways, one is told, whichever place is looked at first.
        String why =
            blockers.isEmpty() ? Contradiction.of(rules.get(i).match()) : words(origins(blockers));
        dead.merge(origin, why, BinaryOperator.minBy(Comparator.naturalOrder()));
      }
    }
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
