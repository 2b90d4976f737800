package io.meshtwin.simulator.diff;

import io.meshtwin.twin.resolve.ClientScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Clients that no rule can tell apart.
 *
 * @param scopes the namespaces they are in, sorted; empty for clients outside the mesh
 * @param homes the namespaces that their workloads are in, sorted; a scope may have none
 * @param workloads how many workloads
 * @param examples names of the first three, sorted
 * @param extent how many that is of those that there are
 */
public record ClientGroup(
    List<ClientScope> scopes,
    List<String> homes,
    int workloads,
    List<String> examples,
    Extent extent) {
  /** How many of the mesh's workloads a group has. */
  public enum Extent {
    /** All of them. */
    EVERYBODY,
    /** All of some namespaces, and nobody of others. */
    NAMESPACES,
    /** Some of a namespace, or nobody. */
    SOME
  }

  private static final int NAMED = 3;

  /** Whoever comes to a Gateway. */
  public static final ClientGroup OUTSIDE = ofNobody(List.of());

  public ClientGroup {
    scopes = List.copyOf(scopes);
    homes = List.copyOf(homes);
    examples = List.copyOf(examples);
  }

  /** Of which the mesh has no workload. */
  static ClientGroup ofNobody(List<ClientScope> scopes) {
    return new ClientGroup(scopes, List.of(), 0, List.of(), Extent.SOME);
  }

  /** Both together; they have no workload in common. */
  ClientGroup and(ClientGroup other) {
    return new ClientGroup(
        Stream.concat(scopes.stream(), other.scopes.stream()).distinct().sorted().toList(),
        Stream.concat(homes.stream(), other.homes.stream()).distinct().sorted().toList(),
        workloads + other.workloads,
        Stream.concat(examples.stream(), other.examples.stream()).sorted().limit(NAMED).toList(),
        extent == Extent.SOME || other.extent == Extent.SOME ? Extent.SOME : Extent.NAMESPACES);
  }

  /** Whether they are outside the mesh. */
  public boolean outside() {
    return scopes.isEmpty();
  }

  /** Whether they are clients of which the mesh knows no workload, and that have no proxy. */
  public boolean unnamed() {
    return workloads == 0 && scopes.stream().noneMatch(ClientScope::meshed);
  }

  /** In words: names nobody but those of the group. */
  public String words() {
    if (outside() || unnamed()) {
      return nobody();
    }
    if (workloads == 0) {
      return "workloads to come in " + in(places());
    }
    return switch (extent) {
      case EVERYBODY -> "every workload, in " + in(homes);
      case NAMESPACES -> "all workloads in " + in(homes);
      case SOME -> some(examples, workloads);
    };
  }

  /** By which it is known again, however many workloads come and go. */
  String key() {
    if (outside() || unnamed()) {
      return nobody();
    }
    return (extent == Extent.EVERYBODY ? "every workload, in " : "workloads in ") + in(places());
  }

  private String nobody() {
    return outside() ? "clients outside the mesh" : "clients without a sidecar";
  }

  /** Scopes of a namespace follow one another, in each cluster. */
  private List<String> places() {
    var names = new ArrayList<String>();
    for (ClientScope scope : scopes) {
      if (names.isEmpty() || !names.getLast().equals(scope.namespace())) {
        names.add(scope.namespace());
      }
    }
    boolean several = !scopes.getFirst().cluster().equals(scopes.getLast().cluster());
    return several ? names.stream().distinct().toList() : names;
  }

  private static String in(List<String> names) {
    return (names.size() == 1 ? "namespace " : "namespaces ") + some(names, names.size());
  }

  private static String some(List<String> names, int all) {
    String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    int more = all - NAMED;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
