package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteRule;
import java.util.List;

/** What the rules of a VirtualService are to a Gateway's proxies. */
interface Translation {
  /**
   * The rules for requests, in the order in which they are tried.
   *
   * @param gateway {@code ns/name}
   * @param port the server's
   */
  List<RouteRule> rules(VirtualService service, String gateway, int port);

  /** Rules that take everything go behind all others ({@code SortVHostRoutes}). */
  List<RouteRule> lastResortsLast(List<RouteRule> rules);

  /** Where connections go. */
  Handler connections(
      VirtualService service, List<VirtualRule.Target> targets, String field, int port);
}
