package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Everything that a preview compares. */
final class Places {
  private Places() {}

  /** Each client group at each destination of either mesh, in every way to come there. */
  static List<Place> of(Simulator before, Simulator after) {
    var result = new ArrayList<Place>();
    var population = Population.of(before.mesh(), after.mesh());
    var groups = new ClientGroups(before.mesh(), after.mesh(), population);
    var asked = new AskedNames(before.mesh(), after.mesh());
    var ports = new TreeSet<ServicePort>(before.mesh().destinations());
    ports.addAll(after.mesh().destinations());
    for (ServicePort port : ports) {
      for (ClientGroup group : groups.at(port)) {
        result.addAll(ServicePlace.all(before, after, asked, group, port));
      }
    }
    var gateways = new TreeSet<ResourceKey>(before.mesh().gateways());
    gateways.addAll(after.mesh().gateways());
    GatewayGroup.of(before, after, gateways).stream()
        .flatMap(group -> GatewayWay.all(group).stream())
        .forEach(way -> result.addAll(GatewayPlace.all(way)));
    return result;
  }
}
