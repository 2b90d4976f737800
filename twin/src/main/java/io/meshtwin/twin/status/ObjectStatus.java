package io.meshtwin.twin.status;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.AllowedRoutes.RouteKind;
import io.meshtwin.twin.resource.ParentRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object's status that has conditions: its own, those of one listener, of one parent
 * or of one ancestor.
 *
 * @param resource the object
 * @param place which place
 * @param controllerName who writes it, null where the mesh does not say
 * @param conditions in the order in which the Gateway API describes them; empty where nobody writes
 *     any: the parent does not exist, or the API server would refuse the object
 * @param counts what is counted there
 */
public record ObjectStatus(
    ResourceKey resource,
    Place place,
    @Nullable String controllerName,
    List<Condition> conditions,
    Counts counts) {
  public ObjectStatus {
    conditions = List.copyOf(conditions);
  }

  /** A place in an object's status. */
  public sealed interface Place {
    /** The object itself. */
    record Self() implements Place {}

    /** A listener of a Gateway or ListenerSet. */
    record Listener(String name) implements Place {}

    /** A parent of a route, as its reference names it. */
    record Parent(ParentRef ref) implements Place {}

    /** A Gateway that a policy acts on. */
    record Ancestor(ResourceKey gateway) implements Place {}
  }

  /**
   * What is counted.
   *
   * @param attachedRoutes of a listener, null elsewhere
   * @param supportedKinds of a listener, null elsewhere
   * @param attachedListenerSets of a Gateway, null elsewhere
   */
  public record Counts(
      @Nullable Integer attachedRoutes,
      @Nullable List<RouteKind> supportedKinds,
      @Nullable Integer attachedListenerSets) {
    static final Counts NONE = new Counts(null, null, null);

    public Counts {
      supportedKinds = supportedKinds == null ? null : List.copyOf(supportedKinds);
    }
  }
}
