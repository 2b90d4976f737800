package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** Compares destinations before and after, one by one, and keeps count. */
final class Comparison {
  private final Simulator before;
  private final Simulator after;
  private final Causes causes;
  private final ClientGroups groups;
  private final RuleReach reach;
  private final AskedNames asked;
  private final List<Difference> differences = new ArrayList<>();
  private int equal;

  Comparison(
      Simulator before, Simulator after, Causes causes, Population population, RuleReach reach) {
    this.before = before;
    this.after = after;
    this.causes = causes;
    this.reach = reach;
    this.asked = new AskedNames(before.mesh(), after.mesh());
    this.groups = new ClientGroups(before.mesh(), after.mesh(), population);
  }

  /**
   * Ports and Gateways, and who is let in behind the ports.
   *
   * @param known how many classes each place of a Gateway has, where nothing but routes changed:
   *     those that are left alone are not compared
   */
  void all(
      SortedSet<ServicePort> ports,
      SortedSet<ResourceKey> gateways,
      Map<ResourceKey, Map<GatewayPlace.Id, Integer>> known,
      Steps steps) {
    int done = 0;
    List<GatewayGroup> groups = GatewayGroup.of(before, after, gateways);
    int of = ports.size() + groups.size();
    for (ServicePort port : ports) {
      steps.step(Steps.Phase.COMPARING, done++, of);
      port(port);
    }
    for (GatewayGroup group : groups) {
      steps.step(Steps.Phase.COMPARING, done++, of);
      gateways(group, known.getOrDefault(group.first(), Map.of()));
    }
    steps.step(Steps.Phase.COMPARING, of, of);
    entrances(ports);
  }

  /** A port for every group of clients. */
  void port(ServicePort port) {
    var connections = new HashSet<Connection>();
    for (ClientGroup group : groups.at(port)) {
      ServicePlace.all(before, after, asked, group, port)
          .forEach(place -> compare(place, connections));
    }
  }

  /**
   * Gateways that the same proxies serve, at every host.
   *
   * @param known how many classes places have that may be left alone
   * @return how many classes of each place are answered alike
   */
  Map<GatewayPlace.Id, Integer> gateways(GatewayGroup group, Map<GatewayPlace.Id, Integer> known) {
    var connections = new HashSet<Connection>();
    var doors = new GatewayEntrances(before, after, causes);
    var behind = new BehindGateways(before, after, causes);
    Map<GatewayPlace.Id, Integer> counts = new HashMap<>();
    for (GatewayWay way : GatewayWay.all(group)) {
      boolean alone = !known.isEmpty() && way.isLeftAlone();
      for (GatewayPlace place : GatewayPlace.all(way)) {
        Integer count = alone && way.leavesAlone(place.host()) ? known.get(place.id()) : null;
        if (count != null) {
          equal += count;
          continue;
        }
        counts.put(place.id(), compare(place, connections));
        differences.addAll(doors.of(place));
        differences.addAll(behind.of(place));
      }
    }
    equal += doors.equal() + behind.equal();
    return counts;
  }

  /** Who is let in behind ports. */
  private void entrances(SortedSet<ServicePort> ports) {
    var entrances = new EntranceComparison(before, after, causes);
    differences.addAll(entrances.of(ports));
    equal += entrances.equal();
  }

  /** Classes that are answered alike, so far. */
  int equal() {
    return equal;
  }

  /** The others, so far. */
  List<Difference> differences() {
    return differences;
  }

  private int compare(Place place, Set<Connection> connections) {
    Behaviour was = place.behaviour(before);
    Behaviour is = place.behaviour(after);
    Cells cells = Cells.of(was, is, reach);
    equal += cells.equal();
    boolean http = was.http() || is.http();
    var verification = new Verification(before, after, causes);
    for (Cells.Cell cell : cells.different()) {
      List<Difference> found =
          verification.differences(
              place, cell, http, tests -> place.hosts(tests, List.of(was.names(), is.names())));
      differences.addAll(found);
      equal += found.isEmpty() ? 1 : 0;
    }
    if (place.opening() instanceof Opening.Tls && connections.add(Connection.of(place))) {
      new Connections(before, after, causes).difference(place).ifPresent(differences::add);
    }
    return cells.equal();
  }

  /** A connection is compared once, whatever hosts are asked for in it. */
  private record Connection(ClientGroup clients, int port, Opening opening) {
    static Connection of(Place place) {
      int port = place.destination() instanceof Destination.OfGateway gateway ? gateway.port() : 0;
      return new Connection(place.clients(), port, place.opening());
    }
  }
}
