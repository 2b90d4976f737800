package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Resource;
import java.util.List;

/**
 * That one resource names another, whether that exists or not.
 *
 * <p>Ordered by target first, so that a range answers "who refers to this".
 *
 * @param target what is named
 * @param relation how
 * @param source who names it
 */
public record Reference(ResourceKey target, Relation relation, ResourceKey source)
    implements Comparable<Reference> {
  /** How one resource refers to another. */
  public enum Relation {
    /**
     * A route to its parent, a ListenerSet to its Gateway, a Gateway to its class, a policy to what
     * it targets.
     */
    ATTACHES,
    /** An EndpointSlice to its Service. */
    SERVES,
    /** A route to a backend. */
    FORWARDS,
    /** A workload to the account that it runs as. */
    RUNS_AS,
    /** A Gateway, a ListenerSet or a policy to a certificate or an authority. */
    TRUSTS
  }

  /** What a resource refers to, whether that exists or not. */
  public static List<Reference> of(Resource resource) {
    return ReferencesOf.resource(resource);
  }

  /** Written out: an image sorts all references of its mesh. */
  @Override
  public int compareTo(Reference other) {
    int order = target.compareTo(other.target);
    if (order == 0) {
      order = relation.compareTo(other.relation);
    }
    return order == 0 ? source.compareTo(other.source) : order;
  }
}
