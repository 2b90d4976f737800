package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a difference of a cell: its witness is simulated, so that the report shows what happens.
 * Where the witness shows nothing, because policies refuse it or the copies that differ, one
 * request of every class that these policies tell apart is tried.
 */
record Verification(Simulator before, Simulator after, Causes causes) {

  /**
   * The difference; empty where it is proven that nobody is answered otherwise by these rules.
   *
   * @param space the Host headers by which requests come to the place, where tests read Host
   */
  Optional<Difference> difference(Place place, Cells.Cell cell, boolean http, Space space) {
    Point point = cell.witness();
    if (point == null) {
      String rules = "between " + name(cell.before().rule()) + " and " + name(cell.after().rule());
      return Optional.of(undecided(place, cell, cell.undecided() + " " + rules));
    }
    var trial = new Trial(before, after, cell);
    trial.take(point, candidate -> place.calls(candidate, http));
    List<String> unsure =
        trial.found() == null ? tried(place, cell, http, space, trial) : List.of();
    Trial.Found found = trial.found() == null ? trial.stopped() : trial.found();
    if (found != null) {
      return Optional.of(difference(place, cell, found.changed(), found.impact()));
    }
    String reason = unsure.isEmpty() ? trial.open() : unsure.getFirst() + ", of ";
    return Optional.ofNullable(reason).map(why -> undecided(place, cell, why + requests(cell)));
  }

  /** Says which Host headers are meant where some tests may read it. */
  interface Space {
    HostSpace of(List<RouteMatch> tests);
  }

  private Difference undecided(Place place, Cells.Cell cell, String reason) {
    Impact impact = Impact.of(cell.before(), cell.after());
    return difference(place, cell, new Outcome.Undecided(reason), impact);
  }

  private Difference difference(Place place, Cells.Cell cell, Outcome outcome, Impact impact) {
    String opening = place.words();
    String requests = (opening.isEmpty() ? "" : opening + ": ") + ClassWords.of(cell);
    String key =
        String.join(
            "\n",
            place.clients().words(),
            place.destination().toString(),
            requests,
            cell.before().key(),
            cell.after().key());
    return new Difference(
        place.clients(),
        place.destination(),
        requests,
        impact,
        outcome,
        causes.of(cell.before(), cell.after()),
        key);
  }

  /**
   * Tries every class that policies tell apart, the place's own and those behind the rules; why
   * there may be more.
   */
  private List<String> tried(Place place, Cells.Cell cell, boolean http, Space space, Trial trial) {
    var doors = new Doors(before, after);
    AccessAtoms atoms = doors.atoms(doors.reached(cell));
    atoms.add(place.atoms());
    Region region = cell.region().and(space.of(atoms.tests()).region());
    Set<SentPaths.Rewrite> rewrites = new LinkedHashSet<>(cell.before().rewrites());
    rewrites.addAll(cell.after().rewrites());
    SentPaths paths = SentPaths.of(doors, rewrites, _ -> true);
    RequestClasses classes = RequestClasses.of(atoms, paths, Set.of(region), "rules");
    Place.Senders senders = place.senders(doors, atoms, http);
    for (Point each : classes.points()) {
      if (trial.found() == null) {
        trial.take(each, senders::calls);
      }
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
