package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Preview.Touched;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta.Update;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadTemplate;
import io.meshtwin.twin.ripple.Ripple;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mesh that changes are previewed against, with everything kept that does not depend on the
 * change: what its destinations do, how many classes of requests each has, and what is found about
 * its resources. So a preview costs what the change touches, whatever the size of the mesh, and
 * says the same as {@link Differ}, which compares the whole of it.
 *
 * <p>Any number of threads may ask. What is kept is worked out when a preview first needs it, or by
 * {@link #warm}.
 */
public final class Baseline {
  private final ResolvedMesh mesh;
  private final Simulator simulator;
  private final RuleReach reach;
  private volatile @Nullable Kept kept;

  /** What does not depend on a change. */
  private record Kept(Population population, Diagnosis diagnosis, ClassCounts counts) {}

  private Baseline(ResolvedMesh mesh, RuleReach reach, @Nullable Kept kept) {
    this.mesh = mesh;
    this.simulator = new Simulator(mesh);
    this.reach = reach;
    this.kept = kept;
  }

  /** The baseline that a mesh is. */
  public static Baseline of(ResolvedMesh mesh) {
    return new Baseline(mesh, new RuleReach(), null);
  }

  /** The mesh. */
  public ResolvedMesh mesh() {
    return mesh;
  }

  /** Works out what previews need; takes as long as a comparison of the whole mesh. */
  public void warm() {
    kept(Steps.UNTOLD);
  }

  private Kept kept(Steps steps) {
    Kept known = kept;
    return known == null ? make(steps) : known;
  }

  private synchronized Kept make(Steps steps) {
    Kept known = kept;
    if (known == null) {
      steps.step(Steps.Phase.COUNTING, 0, 0);
      Population population = Population.of(mesh, mesh);
      ClassCounts counts = ClassCounts.of(simulator, population, reach, steps);
      steps.step(Steps.Phase.DIAGNOSING, 0, 0);
      known = new Kept(population, Diagnosis.of(mesh, reach), counts);
      kept = known;
    }
    return known;
  }

  /** What changes from the mesh to another image, best a fork of the mesh's own. */
  public Preview preview(MeshImage image) {
    return preview(image, Steps.UNTOLD);
  }

  /** What changes from the mesh to another image, best a fork of the mesh's own. */
  public Preview preview(MeshImage image, Steps steps) {
    ResolvedMesh after = mesh.fork(image);
    Ripple ripple = ripple(after);
    if (ripple.everything() != null || !mesh.groupsClientsAs(after)) {
      return Differ.preview(mesh, after, steps);
    }
    Kept own = kept(steps);
    Population clients = clients(own.population(), after);
    return mesh.tellsClientsApart() && !clients.hasScopesOf(own.population())
        ? Differ.preview(mesh, after, steps)
        : preview(after, ripple, clients, steps);
  }

  private Ripple ripple(ResolvedMesh after) {
    return Ripple.between(mesh.image(), after.image(), mesh.dialect().mesh().sidecars());
  }

  private Preview preview(ResolvedMesh after, Ripple ripple, Population clients, Steps steps) {
    Kept own = kept(steps);
    List<Touched> touched = Touched.between(mesh.image(), after.image());
    var causes = new Causes(touched, mesh.image(), after.image(), mesh.dialect().mesh().sidecars());
    var comparison = new Comparison(simulator, simulator.fork(after), causes, clients, reach);
    SortedSet<ServicePort> ports = own.counts().ports(ripple.services(), after);
    boolean routes =
        after.image().changesSince(mesh.image()).values().stream()
            .flatMap(Baseline::sides)
            .allMatch(Baseline::isRoute);
    comparison.all(ports, ripple.gateways(), routes ? own.counts().gateways() : Map.of(), steps);
    int others = own.counts().all() - own.counts().of(ports, ripple.gateways());
    return new Preview(
        touched,
        others + comparison.equal(),
        Differ.worstFirst(comparison.differences()),
        own.diagnosis().after(after, ripple).changes());
  }

  /**
   * The baseline of another image: what the step from the one to the other does not touch is not
   * worked out again.
   */
  public Baseline moved(MeshImage image) {
    ResolvedMesh after = mesh.next(image);
    Ripple ripple = ripple(after);
    Kept own = kept;
    if (own == null || ripple.everything() != null || !mesh.groupsClientsAs(after)) {
      return new Baseline(after, reach, null);
    }
    boolean sameClients =
        image.changesSince(mesh.image()).values().stream()
            .flatMap(Baseline::sides)
            .noneMatch(Baseline::saysWhoClientsAre);
    Population clients = sameClients ? own.population() : Population.of(after, after);
    if (mesh.tellsClientsApart() && !clients.hasScopesOf(own.population())) {
      return new Baseline(after, reach, null);
    }
    ClassCounts counts =
        own.counts()
            .with(
                new Simulator(after),
                clients,
                reach,
                own.counts().ports(ripple.services(), after),
                ripple.gateways(),
                Steps.UNTOLD);
    Diagnosis diagnosis = own.diagnosis().with(own.diagnosis().after(after, ripple));
    return new Baseline(after, reach, new Kept(clients, diagnosis, counts));
  }

  /** Whether a resource is nothing but rules. */
  private static boolean isRoute(Resource resource) {
    return resource instanceof Route || resource instanceof VirtualService;
  }

  private static boolean saysWhoClientsAre(Resource resource) {
    return resource instanceof Pod
        || resource instanceof WorkloadTemplate
        || resource instanceof Node
        || resource instanceof Service
        || resource instanceof Route;
  }

  /** With the clients that a change brings, or may come to bring. */
  private Population clients(Population before, ResolvedMesh after) {
    Population result = before;
    var namespaces = new TreeSet<ResourceKey>();
    for (Map.Entry<ResourceKey, Update> change :
        after.image().changesSince(mesh.image()).entrySet()) {
      for (Resource resource : sides(change.getValue()).toList()) {
        if (resource instanceof Pod || resource instanceof WorkloadTemplate) {
          namespaces.add(pods(resource.key()));
        }
        if (resource instanceof Node node) {
          after
              .image()
              .all(Pod.class)
              .filter(node::carries)
              .forEach(pod -> namespaces.add(pods(pod.key())));
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

  private static ResourceKey pods(ResourceKey key) {
    return new ResourceKey(key.cluster(), "", "Pod", key.namespace(), "");
  }

  private static Stream<Resource> sides(Update update) {
    return Stream.of(Stream.ofNullable(update.before()), Stream.ofNullable(update.after()))
        .flatMap(states -> states)
        .map(state -> state.resource());
  }
}
