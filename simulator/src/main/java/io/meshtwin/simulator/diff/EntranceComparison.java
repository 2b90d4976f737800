package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * Compares what the endpoints' own proxies let in, before and after: for every class of clients,
 * every class of requests that rules or policies tell apart, and every class of tokens one of each
 * is simulated on both sides. Done only at ports behind which a proxy changed.
 */
final class EntranceComparison {
  private final Simulator before;
  private final Simulator after;
  private final Doors doors;
  private final EntranceDifferences told;
  private final AskedNames asked;
  private final List<Difference> differences = new ArrayList<>();
  private int equal;

  EntranceComparison(Simulator before, Simulator after, Causes causes) {
    this.before = before;
    this.after = after;
    this.doors = new Doors(before, after);
    this.told = new EntranceDifferences(causes);
    this.asked = new AskedNames(before.mesh(), after.mesh());
  }

  /** Classes that nothing changes for. */
  int equal() {
    return equal;
  }

  List<Difference> of(SortedSet<ServicePort> ports) {
    if (doors.mayDiffer()) {
      ports.forEach(this::compare);
    }
    return differences;
  }

  private void compare(ServicePort port) {
    Set<ServicePort> reached = doors.reached(port);
    if (reached.stream().noneMatch(doors::changed)) {
      return;
    }
    AccessAtoms atoms = doors.atoms(reached);
    List<Callers.Kind> callers = new ArrayList<>(Callers.of(before, after, atoms));
    callers.add(Callers.plain(port.service().cluster(), port.service().namespace(), atoms));
    var destination = new Destination.OfService(port);
    Map<String, Told> alike = new LinkedHashMap<>();
    Map<String, ClientGroup> undecided = new LinkedHashMap<>();
    TokenClasses tokens = TokenClasses.of(atoms);
    Map<List<Object>, RequestClasses> requests = new HashMap<>();
    for (Callers.Kind caller : callers) {
      ClientGroup group = caller.group();
      var entrances = new Entrances(before, after);
      for (Doors.Way way :
          doors.ways(caller.clients().getFirst(), asked.all(port), atoms.tests())) {
        RequestClasses classes =
            requests.computeIfAbsent(
                List.of(way.rules(), way.rewrites()),
                _ ->
                    RequestClasses.of(
                        atoms,
                        SentPaths.of(doors, way.rewrites(), doors::changed),
                        way.rules().all(),
                        "port"));
        for (String reason : classes.unsure(tokens)) {
          undecided.merge(reason, group, ClientGroup::and);
        }
        enter(entrances, caller.with(tokens), way, classes.points());
      }
      equal += entrances.equal();
      for (Entrances.Alike same : entrances.found()) {
        alike.merge(EntranceDifferences.words(group, same), new Told(group, same), Told::and);
      }
    }
    alike.values().forEach(one -> differences.add(told.of(one.group(), destination, one.same())));
    undecided.forEach(
        (reason, group) -> differences.add(told.undecided(group, destination, reason)));
  }

  /** Clients for which the same differs. */
  private record Told(ClientGroup group, Entrances.Alike same) {
    Told and(Told other) {
      return new Told(group.and(other.group), same);
    }
  }

  private static void enter(
      Entrances entrances, List<Client> clients, Doors.Way way, List<Point> points) {
    for (Point point : points) {
      for (Client client : clients) {
        entrances.add(client, way.to(), new Opening.Plain(), point);
      }
    }
  }
}
