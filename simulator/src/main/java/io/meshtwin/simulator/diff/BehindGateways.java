package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what the proxies of workloads let in of what comes to them by a gateway, before and
 * after: a policy holds whichever way its workload is reached. Done only where such a proxy changed
 * behind a host of the gateway.
 */
final class BehindGateways {
  private final Simulator before;
  private final Simulator after;
  private final EntranceComparison entrances;
  private int equal;

  BehindGateways(Simulator before, Simulator after, EntranceComparison entrances) {
    this.before = before;
    this.after = after;
    this.entrances = entrances;
  }

  /** Classes that nothing changes for. */
  int equal() {
    return equal;
  }

  List<Difference> of(GatewayPlace place) {
    if (!before.mesh().dialect().mesh().sidecars()) {
      return List.of();
    }
    List<Behaviour> both = List.of(place.behaviour(before), place.behaviour(after));
    Set<ServicePort> reached = new LinkedHashSet<>();
    Set<RouteMatch> matches = new LinkedHashSet<>();
    for (Behaviour behaviour : both) {
      for (Behaviour.Ruling ruling : behaviour.rulings()) {
        EntranceComparison.targets(ruling.effect(), reached);
        matches.add(ruling.match());
      }
    }
    return reached.stream().anyMatch(entrances::changed)
        ? compare(place, reached, matches)
        : List.of();
  }

  private List<Difference> compare(
      GatewayPlace place, Set<ServicePort> reached, Set<RouteMatch> matches) {
    var atoms = new AccessAtoms();
    for (ResolvedMesh mesh : List.of(before.mesh(), after.mesh())) {
      reached.forEach(to -> EntranceComparison.inbounds(mesh, to).values().forEach(atoms::add));
    }
    matches.addAll(atoms.requests());
    matches.remove(RouteMatch.ANY);
    List<RouteMatch> tests = List.copyOf(matches);
    RequestClasses classes = RequestClasses.of(tests, "host");
    Map<String, List<EntranceComparison.Found>> found = new LinkedHashMap<>();
    var visitors = new Visitors(atoms);
    for (Point point : classes.points()) {
      for (Client client : visitors.at(place.gateway(), point)) {
        compare(place, point, client, found);
      }
    }
    var result = new ArrayList<Difference>();
    found.values().forEach(same -> result.add(entrances.difference(place, same)));
    if (classes.unsure() != null) {
      result.add(entrances.undecided(place.clients(), place.destination(), classes.unsure()));
    }
    return result;
  }

  private void compare(
      GatewayPlace place,
      Point point,
      Client client,
      Map<String, List<EntranceComparison.Found>> found) {
    for (boolean http : List.of(true, false)) {
      var to = new Dial.ToHost(place.host(), place.port());
      Call call = Calls.of(client, to, place.opening(), point, http);
      Decision was = before.decide(call);
      Decision is = after.decide(call);
      if (!http && EntranceComparison.reads(was) && EntranceComparison.reads(is)) {
        continue;
      }
      String one = EntranceComparison.key(was, is);
      String other = EntranceComparison.key(is, was);
      if (one.equals(other)) {
        equal++;
      } else {
        found
            .computeIfAbsent(one + "\n->\n" + other, _ -> new ArrayList<>())
            .add(new EntranceComparison.Found(call, was, is));
      }
    }
  }
}
