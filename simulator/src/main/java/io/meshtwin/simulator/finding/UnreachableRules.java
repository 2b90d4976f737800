package io.meshtwin.simulator.finding;

import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules that no request can reach, because rules before them take all that they would take, with
 * the smallest set of rules that do.
 */
final class UnreachableRules {
  private final MeshPlaces mesh;
  private final Set<List<RouteRule>> seen = new HashSet<>();
  private final Set<Origin> alive = new HashSet<>();
  private final Map<Origin, List<Origin>> dead = new LinkedHashMap<>();

  UnreachableRules(MeshPlaces mesh) {
    this.mesh = mesh;
  }

  Stream<Finding> all() {
    mesh.hosts().map(VirtualHost::rules).filter(seen::add).forEach(this::look);
    return dead.entrySet().stream()
        .filter(entry -> !alive.contains(entry.getKey()))
        .map(entry -> finding(entry.getKey(), entry.getValue()));
  }

  /** The resources of which a rule takes some request; known once {@link #all} was asked. */
  Set<ResourceKey> reached() {
    return alive.stream().map(Origin::resource).collect(Collectors.toSet());
  }

  private void look(List<RouteRule> rules) {
    var search = new Search(rules.stream().map(RouteRule::match).toList());
    for (int i = 0; i < rules.size(); i++) {
      RouteMatch match = rules.get(i).match();
      if (i == 0 && match.equals(RouteMatch.ANY)) {
        alive.add(rules.getFirst().origin());
        continue;
      }
      List<RouteRule> before =
          rules.subList(0, i).stream().filter(rule -> Overlap.mayBe(rule.match(), match)).toList();
      if (isEmpty(search, match, before)) {
        // Where it is shadowed in several ways, one is told, whichever place is looked at first.
        dead.merge(
            rules.get(i).origin(),
            blockers(search, match, before),
            (one, other) -> one.toString().compareTo(other.toString()) <= 0 ? one : other);
      } else {
        alive.add(rules.get(i).origin());
      }
    }
  }

  /** Leaves out what is not needed, the last first: the earliest rules are the easiest to see. */
  private static List<Origin> blockers(Search search, RouteMatch match, List<RouteRule> before) {
    var rest = new ArrayList<>(before);
    for (RouteRule rule : before.reversed()) {
      var without = new ArrayList<>(rest);
      without.remove(rule);
      if (isEmpty(search, match, without)) {
        rest.remove(rule);
      }
    }
    return rest.stream().map(RouteRule::origin).distinct().toList();
  }

  private static boolean isEmpty(Search search, RouteMatch match, List<RouteRule> before) {
    List<RouteMatch> refusing = before.stream().map(RouteRule::match).toList();
    return search.find(List.of(match), refusing) instanceof Search.Answer.Empty;
  }

  private static Finding finding(Origin rule, List<Origin> blockers) {
    String taken =
        blockers.stream()
            .map(blocker -> blocker.resource() + " " + blocker.field())
            .collect(Collectors.joining(" and "));
    String message =
        blockers.isEmpty()
            ? "no request can be like that, once its path is normalised"
            : "no request gets here: " + taken + " takes all that this match would take";
    return new Finding(
        FindingCode.RULE_UNREACHABLE, rule.resource(), rule.field(), message, rule.source());
  }
}
