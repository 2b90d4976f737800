package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.RouteMatch;
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
    Map<Asked, RequestClasses> requests = new HashMap<>();
    for (Callers.Kind caller : callers) {
      ClientGroup group = caller.group();
      RequestClasses classes =
          requests.computeIfAbsent(
              asked(port, caller, atoms),
              asked -> RequestClasses.of(asked.tests, asked.hosts, "port"));
      for (String reason : classes.unsure(tokens)) {
        undecided.merge(reason, group, ClientGroup::and);
      }
      for (Entrances.Alike same : tried(port, caller, classes.points(), tokens)) {
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

  /** What tells requests apart, and by which Host headers they come. */
  private record Asked(List<RouteMatch> tests, List<HostSpace> hosts) {}

  private Asked asked(ServicePort port, Callers.Kind caller, AccessAtoms atoms) {
    Client.InMesh client = caller.clients().getFirst();
    Set<RouteMatch> tests = doors.matches(client.scope(), port);
    tests.addAll(atoms.requests());
    tests.addAll(atoms.hosts());
    tests.remove(RouteMatch.ANY);
    return new Asked(List.copyOf(tests), doors.spaces(client, asked.all(port), tests));
  }

  private List<Entrances.Alike> tried(
      ServicePort port, Callers.Kind caller, List<Point> points, TokenClasses tokens) {
    var entrances = new Entrances(before, after);
    var to = new Dial.ToHost(asked.of(port), port.port());
    for (Point point : points) {
      for (Client client : caller.with(tokens)) {
        entrances.add(client, to, new Opening.Plain(), point);
      }
    }
    equal += entrances.equal();
    return entrances.found();
  }
}
