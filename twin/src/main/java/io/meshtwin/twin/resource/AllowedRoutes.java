package io.meshtwin.twin.resource;

import io.meshtwin.twin.resource.AllowedNamespaces.From;
import java.util.List;

/**
 * Which routes may attach to a listener.
 *
 * @param namespaces from which namespaces
 * @param kinds kinds of routes; empty for those that the protocol implies
 */
public record AllowedRoutes(AllowedNamespaces namespaces, List<RouteKind> kinds) {
  private static final int MOST_KINDS = 8;

  public AllowedRoutes {
    kinds = List.copyOf(kinds);
  }

  /** A kind of route (RouteGroupKind). */
  public record RouteKind(String group, String kind) {
    /** A kind of the Gateway API. */
    public static RouteKind of(String kind) {
      return new RouteKind(ParentRef.GATEWAY_GROUP, kind);
    }

    static RouteKind read(Fields kind) {
      var result =
          new RouteKind(kind.text("group", ParentRef.GATEWAY_GROUP), kind.required("kind"));
      kind.done();
      return result;
    }
  }

  static AllowedRoutes read(Fields allowed) {
    var result =
        new AllowedRoutes(
            AllowedNamespaces.read(allowed, From.SAME), allowed.list("kinds", RouteKind::read));
    if (result.kinds().size() > MOST_KINDS) {
      allowed.invalid("kinds", "must have at most " + MOST_KINDS + " entries");
    }
    allowed.done();
    return result;
  }
}
