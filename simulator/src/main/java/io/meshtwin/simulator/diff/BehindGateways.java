package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares what the proxies of workloads let in of what comes to them by a gateway, before and
 * after: a policy holds whichever way its workload is reached. Done only where such a proxy changed
 * behind a host of the gateway.
 */
final class BehindGateways {
  private final Simulator before;
  private final Simulator after;
  private final Doors doors;
  private final EntranceDifferences told;
  private int equal;

  BehindGateways(Simulator before, Simulator after, Causes causes) {
    this.before = before;
    this.after = after;
    this.doors = new Doors(before, after);
    this.told = new EntranceDifferences(causes);
  }

  /** Classes that nothing changes for. */
  int equal() {
    return equal;
  }

  List<Difference> of(GatewayPlace place) {
    if (!doors.mayDiffer()) {
      return List.of();
    }
    Set<ServicePort> reached = doors.reached(place);
    return reached.stream().anyMatch(doors::changed) ? compare(place, reached) : List.of();
  }

  private List<Difference> compare(GatewayPlace place, Set<ServicePort> reached) {
    AccessAtoms atoms = doors.atoms(reached);
    Behaviour was = place.behaviour(before);
    Behaviour is = place.behaviour(after);
    var rewrites = new LinkedHashSet<>(was.rewrites());
    rewrites.addAll(is.rewrites());
    RequestClasses classes =
        RequestClasses.of(
            atoms,
            SentPaths.of(doors, rewrites, doors::changed),
            regions(was, is, atoms.tests()),
            "host");
    Visitors visitors = Visitors.of(atoms);
    var entrances = new Entrances(before, after);
    var to = new Dial.ToHost(place.host(), place.port());
    for (Point point : classes.points()) {
      for (Client client : visitors.at(place.gateway(), point)) {
        entrances.add(client, to, place.opening(), point);
      }
    }
    equal += entrances.equal();
    ClientGroup clients = place.clients();
    Destination destination = place.destination();
    var result = new ArrayList<Difference>();
    entrances.found().forEach(same -> result.add(told.of(clients, destination, same)));
    for (String reason : classes.unsure(visitors.tokens())) {
      result.add(told.undecided(clients, destination, reason));
    }
    return result;
  }

  /** What each pair of rules takes. */
  private static List<Region> regions(Behaviour was, Behaviour is, List<RouteMatch> tests) {
    var all = new ArrayList<>(tests);
    all.addAll(was.matches());
    all.addAll(is.matches());
    HostSpace space = HostSpace.of(all, List.of(was.names(), is.names()));
    return new RulePairs(was.matches(), is.matches(), space).all();
  }
}
