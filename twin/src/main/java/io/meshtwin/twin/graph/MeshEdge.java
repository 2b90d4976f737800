package io.meshtwin.twin.graph;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Comparator;
import java.util.Locale;

/**
 * That one resource acts on another.
 *
 * @param source who acts: the route, the Service, the workload
 * @param relation how
 * @param target on whom
 */
public record MeshEdge(ResourceKey source, Relation relation, ResourceKey target)
    implements Comparable<MeshEdge> {
  private static final Comparator<MeshEdge> ORDER =
      Comparator.comparing(MeshEdge::source)
          .thenComparing(MeshEdge::relation)
          .thenComparing(MeshEdge::target);

  /** How one resource acts on another. */
  public enum Relation {
    /** A route, a ListenerSet or a policy on its parent, a Gateway on its class. */
    ATTACHES,
    /** An EndpointSlice on its Service. */
    SERVES,
    /** A route on a backend. */
    FORWARDS,
    /** A workload on the account that it runs as. */
    RUNS_AS,
    /** A Gateway, a ListenerSet or a policy on a certificate or an authority that it names. */
    TRUSTS,
    /** A Service on the workloads that its selector takes. */
    SELECTS
  }

  @Override
  public int compareTo(MeshEdge other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String verb = relation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return source + " " + verb + " " + target;
  }
}
