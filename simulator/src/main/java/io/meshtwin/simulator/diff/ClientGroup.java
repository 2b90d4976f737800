package io.meshtwin.simulator.diff;

import io.meshtwin.twin.resolve.ClientScope;
import java.util.List;
import java.util.stream.Stream;

/**
 * Clients that no rule can tell apart.
 *
 * @param scopes the namespaces they are in, sorted; empty for clients outside the mesh
 * @param workloads how many workloads
 * @param examples names of some, sorted
 * @param all whether these are all the workloads of the mesh
 */
public record ClientGroup(
    List<ClientScope> scopes, int workloads, List<String> examples, boolean all) {
  private static final int NAMED = 3;

  /** Whoever comes to a Gateway. */
  public static final ClientGroup OUTSIDE = new ClientGroup(List.of(), 0, List.of(), false);

  public ClientGroup {
    scopes = List.copyOf(scopes);
    examples = List.copyOf(examples);
  }

  /** Both together; they have no workload in common. */
  ClientGroup and(ClientGroup other) {
    return new ClientGroup(
        Stream.concat(scopes.stream(), other.scopes.stream()).distinct().sorted().toList(),
        workloads + other.workloads,
        Stream.concat(examples.stream(), other.examples.stream()).sorted().limit(NAMED).toList(),
        false);
  }

  /** Whether they are outside the mesh. */
  public boolean outside() {
    return scopes.isEmpty();
  }

  /** Whether they are clients of which the mesh knows no workload, and that have no proxy. */
  public boolean unnamed() {
    return workloads == 0 && scopes.stream().noneMatch(ClientScope::meshed);
  }

  /** In words. */
  public String words() {
    if (outside()) {
      return "clients outside the mesh";
    }
    if (unnamed()) {
      return "clients without a sidecar";
    }
    List<String> names = scopes.stream().map(ClientScope::namespace).distinct().toList();
    String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    int more = names.size() - NAMED;
    String spaces = more > 0 ? shown + " and " + more + " more" : shown;
    String word = names.size() == 1 ? "namespace " : "namespaces ";
    return (all ? "every workload, in " : "workloads in ") + word + spaces;
  }
}
