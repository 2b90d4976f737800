package io.meshtwin.twin.routing;

import org.jspecify.annotations.Nullable;

/**
 * One match of one rule, and what is done with the requests that it takes.
 *
 * @param name the rule's name, or {@code default} for the default behaviour without a route
 * @param match which requests
 * @param action what is done
 * @param cors who else's scripts may use it, null where that is not said
 * @param precedence why it stands where it stands
 * @param origin the route's match, or the Service for the default behaviour
 */
public record RouteRule(
    String name,
    RouteMatch match,
    RouteAction action,
    @Nullable Cors cors,
    Precedence precedence,
    Origin origin) {
  /** The name of the rule that stands for the default behaviour. */
  public static final String DEFAULT = "default";
}
