package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Preview.Touched;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta.Update;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.WorkloadTemplate;
import io.meshtwin.twin.ripple.Ripple;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A mesh that changes are previewed against, with everything kept that does not depend on the
 * change: what its destinations do, how many classes of requests each has, and what is found about
 * its resources. So a preview costs what the change touches, whatever the size of the mesh, and
 * says the same as {@link Differ}, which compares the whole of it.
 *
 * <p>Any number of threads may ask.
 */
public final class Baseline {
  private final ResolvedMesh mesh;
  private final Simulator simulator;
  private final Population population;
  private final RuleReach reach = new RuleReach();
  private final Diagnosis diagnosis;
  private final Map<ServicePort, Integer> ports = new HashMap<>();
  private final Map<ResourceKey, Integer> gateways = new HashMap<>();
  private final Map<ResourceKey, List<ServicePort>> byService = new HashMap<>();
  private final int classes;

  private Baseline(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.simulator = new Simulator(mesh);
    this.population = Population.of(mesh, mesh);
    this.diagnosis = Diagnosis.of(mesh, reach);
    for (ServicePort port : mesh.hostPorts()) {
      byService.computeIfAbsent(port.service(), _ -> new ArrayList<>()).add(port);
      ports.put(port, count(comparison -> comparison.port(port)));
    }
    for (ResourceKey gateway : mesh.gateways()) {
      gateways.put(gateway, count(comparison -> comparison.gateway(gateway)));
    }
    this.classes = sum(ports.values()) + sum(gateways.values());
  }

  /** Works out what all destinations of a mesh do. */
  public static Baseline of(ResolvedMesh mesh) {
    return new Baseline(mesh);
  }

  /** The mesh. */
  public ResolvedMesh mesh() {
    return mesh;
  }

  /** What changes from the mesh to another image, best a fork of the mesh's own. */
  public Preview preview(MeshImage image) {
    ResolvedMesh after = mesh.fork(image);
    Map<ResourceKey, Update> changes = image.changesSince(mesh.image());
    Ripple ripple = Ripple.between(mesh.image(), image, mesh.dialect().mesh().sidecars());
    Population clients = clients(after, changes);
    boolean everything =
        ripple.everything() != null
            || !mesh.groupsClientsAs(after)
            || (mesh.tellsClientsApart() && !clients.hasScopesOf(population));
    return everything ? Differ.preview(mesh, after) : preview(after, ripple, clients);
  }

  private Preview preview(ResolvedMesh after, Ripple ripple, Population clients) {
    List<Touched> touched = Touched.between(mesh.image(), after.image());
    var causes = new Causes(touched, mesh.image(), after.image());
    var comparison = new Comparison(simulator, new Simulator(after), causes, clients, reach);
    int others = classes;
    SortedSet<ServicePort> reached = ports(after, ripple);
    for (ServicePort port : reached) {
      others -= ports.getOrDefault(port, 0);
      comparison.port(port);
    }
    for (ResourceKey gateway : ripple.gateways()) {
      others -= gateways.getOrDefault(gateway, 0);
      comparison.gateway(gateway);
    }
    comparison.entrances(reached);
    return new Preview(
        touched,
        others + comparison.equal(),
        Differ.worstFirst(comparison.differences()),
        diagnosis.after(after, ripple));
  }

  /** The ports of the Services that a change reaches, before and after. */
  private SortedSet<ServicePort> ports(ResolvedMesh after, Ripple ripple) {
    var result = new TreeSet<ServicePort>();
    for (ResourceKey key : ripple.services()) {
      result.addAll(byService.getOrDefault(key, List.of()));
      Service service = after.image().get(key, Service.class);
      if (service != null) {
        service.ports().forEach(port -> result.add(new ServicePort(key, port.port())));
      }
    }
    return result;
  }

  /** With the clients that a change brings, or may come to bring. */
  private Population clients(ResolvedMesh after, Map<ResourceKey, Update> changes) {
    Population result = population;
    var namespaces = new TreeSet<ResourceKey>();
    for (Map.Entry<ResourceKey, Update> change : changes.entrySet()) {
      for (Resource resource : sides(change.getValue()).toList()) {
        if (resource instanceof Pod || resource instanceof WorkloadTemplate) {
          ResourceKey key = resource.key();
          namespaces.add(new ResourceKey(key.cluster(), "", "Pod", key.namespace(), ""));
        }
        if (resource instanceof Service || resource instanceof Route) {
          result = result.withPlaces(Stream.of(resource.key()));
        }
      }
    }
    for (ResourceKey namespace : namespaces) {
      result = result.with(after.workloadsIn(namespace), after::scope);
    }
    return result;
  }

  private static Stream<Resource> sides(Update update) {
    return Stream.of(Stream.ofNullable(update.before()), Stream.ofNullable(update.after()))
        .flatMap(states -> states)
        .map(state -> state.resource());
  }

  private interface Compared {
    void by(Comparison comparison);
  }

  /** How many classes a destination has. */
  private int count(Compared destination) {
    var causes = new Causes(List.of(), mesh.image(), mesh.image());
    var comparison = new Comparison(simulator, simulator, causes, population, reach);
    destination.by(comparison);
    return comparison.equal();
  }

  private static int sum(Collection<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }
}
