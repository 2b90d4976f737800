package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Preview.Operation;
import io.meshtwin.simulator.diff.Preview.Touched;
import io.meshtwin.simulator.finding.MeshDiagnosis;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares two meshes by what they do. */
public final class Differ {
  private static final Comparator<Difference> WORST_FIRST =
      Comparator.comparing(Difference::impact)
          .thenComparing(difference -> difference.destination().toString())
          .thenComparing(Difference::key);

  private final Simulator before;
  private final Simulator after;
  private final List<Touched> touched;
  private final List<Difference> differences = new ArrayList<>();
  private final Set<String> connections = new HashSet<>();
  private final Causes causes;
  private int equal;

  private Differ(ResolvedMesh before, ResolvedMesh after) {
    this.before = new Simulator(before);
    this.after = new Simulator(after);
    this.touched = touched(before.image(), after.image());
    this.causes = new Causes(touched, before.image(), after.image());
  }

  /** What changes from the one to the other. */
  public static Preview preview(ResolvedMesh before, ResolvedMesh after) {
    return new Differ(before, after).run();
  }

  private Preview run() {
    SortedSet<ServicePort> ports = new TreeSet<>();
    for (ResolvedMesh mesh : List.of(before.mesh(), after.mesh())) {
      clusters(mesh).forEach(cluster -> ports.addAll(mesh.hostPorts(cluster)));
    }
    for (ClientGroup group : new ClientGroups(before, after, ports).all()) {
      for (ServicePort port : ports) {
        if (port.service().cluster().equals(group.scopes().getFirst().cluster())) {
          ServicePlace.all(before, after, group, port).forEach(this::compare);
        }
      }
    }
    List<GatewayPlace> gateways = GatewayPlace.all(before, after);
    gateways.forEach(this::compare);
    var doors = new GatewayEntrances(before, after, causes);
    gateways.forEach(place -> differences.addAll(doors.of(place)));
    equal += doors.equal();
    var entrances = new EntranceComparison(before, after, causes);
    differences.addAll(entrances.of(ports));
    equal += entrances.equal();
    return new Preview(
        touched,
        equal,
        differences.stream().sorted(WORST_FIRST).toList(),
        FindingChanges.between(MeshDiagnosis.of(before.mesh()), MeshDiagnosis.of(after.mesh())));
  }

  private void compare(Place place) {
    Behaviour was = place.behaviour(before);
    Behaviour is = place.behaviour(after);
    Cells cells = Cells.of(was, is);
    equal += cells.equal();
    boolean http = was.http() || is.http();
    for (Cells.Cell cell : cells.different()) {
      differences.add(new Verification(before, after, causes).difference(place, cell, http));
    }
    if (first(place)) {
      var connections = new Connections(before, after, causes);
      connections.difference(place).ifPresent(differences::add);
    }
  }

  /** A connection is compared once, whatever hosts are asked for in it. */
  private boolean first(Place place) {
    String destination =
        place.destination() instanceof Destination.OfGateway gateway
            ? gateway.gateway() + ":" + gateway.port()
            : place.destination().toString();
    return connections.add(place.clients().words() + destination + place.opening());
  }

  private static SortedSet<String> clusters(ResolvedMesh mesh) {
    var clusters = new TreeSet<String>();
    mesh.image().resources().keySet().forEach(key -> clusters.add(key.cluster()));
    return clusters;
  }

  private static List<Touched> touched(MeshImage before, MeshImage after) {
    var keys = new TreeSet<ResourceKey>(before.resources().keySet());
    keys.addAll(after.resources().keySet());
    var result = new ArrayList<Touched>();
    for (ResourceKey key : keys) {
      ResourceState was = before.state(key);
      ResourceState is = after.state(key);
      if (was == null || is == null) {
        result.add(new Touched(was == null ? Operation.CREATE : Operation.DELETE, key));
      } else if (!was.digest().equals(is.digest())) {
        result.add(new Touched(Operation.UPDATE, key));
      }
    }
    return result;
  }
}
