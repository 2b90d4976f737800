package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes differences of a cell: a witness is simulated, so that the report shows what happens. Where
 * the witness shows nothing, because policies refuse it or the copies that differ, and where the
 * endpoints that a cell leads to let in some of its requests only, one request of every class that
 * these policies tell apart is tried.
 */
record Verification(Simulator before, Simulator after, Causes causes) {

  /**
   * The differences, one for each way in which endpoints let in other parts of the requests; none
   * where it is proven that nobody is answered otherwise by these rules.
   *
   * @param space the Host headers by which requests come to the place, where tests read Host
   */
  List<Difference> differences(Place place, Cells.Cell cell, boolean http, Space space) {
    Point point = cell.witness();
    if (point == null) {
      String rules = "between " + name(cell.before().rule()) + " and " + name(cell.after().rule());
      return List.of(undecided(place, cell, cell.undecided() + " " + rules));
    }
    var trial = new Trial(before, after, cell);
    trial.take(point, candidate -> place.calls(candidate, http), false);
    boolean parts = mayEnterInPart(cell);
    List<String> unsure =
        parts || trial.found().isEmpty()
            ? tried(place, cell, http, space, trial, parts)
            : List.of();
    var result = new ArrayList<>(found(place, cell, trial));
    if (result.isEmpty()) {
      String reason = unsure.isEmpty() ? trial.open() : unsure.getFirst() + ", of ";
      return reason == null ? List.of() : List.of(undecided(place, cell, reason + requests(cell)));
    }
    if (parts && !unsure.isEmpty()) {
      result.add(undecided(place, cell, unsure.getFirst() + ", of " + requests(cell)));
    }
    return result;
  }

  private List<Difference> found(Place place, Cells.Cell cell, Trial trial) {
    List<Trial.Found> found = trial.found();
    Trial.Found stopped = trial.stopped();
    if (found.isEmpty() && stopped != null) {
      found = List.of(stopped);
    }
    boolean several = found.size() > 1;
    return found.stream()
        .map(one ->
            difference(
                place,
                cell,
                Outcome.of(one.changed().witness(), one.changed().before(), one.changed().after()),
                one.impact(),
                several ? ", for example " + words(one.changed().witness()) : "",
                one.entering().name()))
        .toList();
  }

  private static String words(Call call) {
    return call.protocol().http()
        ? call.request().method() + " " + call.request().target()
        : "connections";
  }

  /**
   * Whether what endpoints let in of a cell may be another part before and after: it is led to
   * others, or they let in otherwise.
   */
  private boolean mayEnterInPart(Cells.Cell cell) {
    if (!(cell.before().effect() instanceof Effect.Forward was)
        || !(cell.after().effect() instanceof Effect.Forward is)) {
      return false;
    }
    var doors = new Doors(before, after);
    if (!doors.areThere()) {
      return false;
    }
    Set<ServicePort> reached = doors.reached(cell);
    boolean otherwise = !Impact.leadsAlike(was, is) || reached.stream().anyMatch(doors::changed);
    return otherwise && !doors.atoms(reached).isEmpty();
  }

  /** Says which Host headers are meant where some tests may read it. */
  interface Space {
    List<HostSpace> of(List<RouteMatch> tests);
  }

  private Difference undecided(Place place, Cells.Cell cell, String reason) {
    Impact impact = Impact.of(cell.before(), cell.after());
    return difference(place, cell, new Outcome.Undecided(reason), impact, "", "?");
  }

  private Difference difference(
      Place place, Cells.Cell cell, Outcome outcome, Impact impact, String part, String entering) {
    String opening = place.words();
    String requests = (opening.isEmpty() ? "" : opening + ": ") + ClassWords.of(cell);
    String key =
        String.join(
            "\n",
            place.clients().key(),
            place.destination().toString(),
            requests,
            kinds(outcome),
            entering,
            cell.before().key(),
            cell.after().key());
    return new Difference(
        place.clients(),
        place.destination(),
        requests + part,
        impact,
        outcome,
        causes.of(place.destination(), cell.before(), cell.after()),
        key);
  }

  private static String kinds(Outcome outcome) {
    return outcome instanceof Outcome.Changed changed
        ? changed.before().kind() + " " + changed.after().kind()
        : "";
  }

  /**
   * Tries every class that policies tell apart, the place's own and those behind the rules; why
   * there may be more.
   *
   * @param all whether to go on behind the first that is answered otherwise
   */
  private List<String> tried(
      Place place, Cells.Cell cell, boolean http, Space space, Trial trial, boolean all) {
    var doors = new Doors(before, after);
    AccessAtoms atoms = doors.atoms(doors.reached(cell));
    atoms.add(place.atoms());
    Set<Region> regions =
        space.of(cell.region().with(atoms.tests())).stream()
            .map(hosts -> cell.region().and(hosts.region()))
            .collect(Collectors.toSet());
    Set<SentPaths.Rewrite> rewrites = new LinkedHashSet<>(cell.before().rewrites());
    rewrites.addAll(cell.after().rewrites());
    SentPaths paths = SentPaths.of(doors, rewrites, _ -> true);
    RequestClasses classes = RequestClasses.of(atoms, paths, regions, "rules");
    Place.Senders senders = place.senders(doors, atoms, http);
    for (Point each : classes.points()) {
      trial.take(each, senders::calls, all);
    }
    return classes.unsure(TokenClasses.of(atoms));
  }

  private static String requests(Cells.Cell cell) {
    return name(cell.before().rule()) + " and " + name(cell.after().rule());
  }

  private static String name(@Nullable RouteRule rule) {
    return rule == null ? "no rule" : rule.origin().resource() + " " + rule.origin().field();
  }
}
