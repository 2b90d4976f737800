package io.meshtwin.app.cli;

import io.meshtwin.app.json.RequestReader;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.intent.Expectation;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that intents may use. One that nothing has, before or after a change, is a slip of the
 * pen: what never goes to a Service that nobody has holds whatever happens.
 */
final class IntentNames {
  private final List<Simulator> sides;
  private final Set<String> services;
  private final Set<String> workloads;
  private final Set<String> namespaces;

  /**
   * Knows the names of some meshes.
   *
   * @param sides before and after
   */
  IntentNames(List<Simulator> sides) {
    this.sides = List.copyOf(sides);
    this.services =
        meshes()
            .flatMap(mesh -> mesh.image().all(Service.class))
            .map(service -> service.key().qualifiedName())
            .collect(Collectors.toSet());
    this.workloads =
        meshes()
            .flatMap(mesh -> mesh.workloads().stream())
            .map(Workload::owner)
            .collect(Collectors.toSet());
    this.namespaces =
        meshes()
            .flatMap(mesh -> mesh.image().resources().keySet().stream())
            .map(ResourceKey::namespace)
            .collect(Collectors.toSet());
  }

  private Stream<ResolvedMesh> meshes() {
    return sides.stream().map(Simulator::mesh);
  }

  /** What names nothing, each with the line of its intent and what may have been meant. */
  List<String> problems(List<IntentReader.Intent> intents) {
    return intents.stream()
        .flatMap(intent -> problem(intent).map(what -> intent.source() + ": " + what).stream())
        .toList();
  }

  private Optional<String> problem(IntentReader.Intent intent) {
    Optional<String> target =
        intent.expected() instanceof Expectation.GoesTo to ? target(to.name()) : Optional.empty();
    return target.isPresent() ? target : host(intent);
  }

  /**
   * Whether no request goes to both of two names: both are Services' and no workload's, or both
   * workloads' and no Service's.
   */
  boolean apart(String one, String other) {
    return !one.equals(other)
        && (areOnly(services, workloads, one, other) || areOnly(workloads, services, one, other));
  }

  private static boolean areOnly(Set<String> these, Set<String> not, String... names) {
    return Stream.of(names).allMatch(name -> these.contains(name) && !not.contains(name));
  }

  /** A dump alone knows addresses, and names of clusters that no mesh has. */
  private Optional<String> target(String name) {
    boolean dump = services.isEmpty() && meshes().anyMatch(mesh -> mesh.observed() != null);
    return dump || services.contains(name) || workloads.contains(name)
        ? Optional.empty()
        : Optional.of(
            "no Service and no workload is called "
                + name
                + Nearest.words(
                    name, Stream.of(services, workloads).flatMap(Set::stream).toList()));
  }

  /**
   * A host that is written as a Service of one of the mesh's namespaces, and that nothing claims.
   * Other hosts may be there or not: nobody knows what is outside.
   */
  private Optional<String> host(IntentReader.Intent intent) {
    List<Call> calls = sides.stream().flatMap(side -> call(side, intent)).toList();
    if (calls.isEmpty()
        || !(calls.getFirst().to() instanceof Dial.ToHost dialed)
        || !(calls.getFirst().from() instanceof Client.InMesh in)) {
      return Optional.empty();
    }
    String[] labels = dialed.host().split("\\.", -1);
    String namespace = labels.length == 1 ? in.scope().namespace() : labels[1];
    boolean ofService = labels.length <= 2 || labels[2].equals("svc");
    String name = namespace + "/" + labels[0];
    if (!ofService || !namespaces.contains(namespace) || services.contains(name)) {
      return Optional.empty();
    }
    boolean claimed = sides.stream().anyMatch(side -> isClaimed(side, intent));
    return claimed
        ? Optional.empty()
        : Optional.of(
            "nothing answers to "
                + dialed.host()
                + ", no Service is called "
                + name
                + Nearest.words(name, services));
  }

  private static boolean isClaimed(Simulator side, IntentReader.Intent intent) {
    return call(side, intent)
        .map(side::verdict)
        .map(Verdict::kind)
        .anyMatch(kind -> kind != Verdict.Kind.UNREACHABLE && kind != Verdict.Kind.PASSTHROUGH);
  }

  /** The request; empty on a side that has no such client. */
  private static Stream<Call> call(Simulator side, IntentReader.Intent intent) {
    try {
      return Stream.ofNullable(new RequestReader(side.mesh()).read(intent.request()).call());
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }
}
