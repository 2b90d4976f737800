package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteAction;

/** A part of a route that is not modelled: the rule takes requests, what it does is not known. */
final class Unmodelled {
  private Unmodelled() {}

  /**
   * The action of a rule with such a part.
   *
   * @param what the part, in words
   * @param field its path
   */
  static RouteAction part(Metadata route, String what, String field) {
    ResourceKey key = route.key();
    Origin origin = new Origin(key, field, route.source(field));
    return new RouteAction.Unmodelled(Caveats.notModelled(what + " of " + key, origin));
  }
}
