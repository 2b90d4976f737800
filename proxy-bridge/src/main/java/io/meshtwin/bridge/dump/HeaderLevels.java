package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.HeaderChanges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of headers by route, virtual host and route configuration. Envoy makes them from the most
 * specific to the least, so that the least specific has the last word, unless it is told otherwise.
 *
 * @param request changes of requests, the most specific first
 * @param response changes of responses
 * @param specificWins whether {@code most_specific_header_mutations_wins} is set
 */
record HeaderLevels(
    List<HeaderChanges> request, List<HeaderChanges> response, boolean specificWins) {
  static final String REQUEST = "request";
  static final String RESPONSE = "response";

  HeaderLevels {
    request = List.copyOf(request);
    response = List.copyOf(response);
  }

  /** Of a route configuration. */
  static HeaderLevels of(Entry configuration) {
    boolean specific = configuration.flag("most_specific_header_mutations_wins", false);
    return new HeaderLevels(
        List.of(HeaderMutations.of(configuration, REQUEST)),
        List.of(HeaderMutations.of(configuration, RESPONSE)),
        specific);
  }

  /** With one more level, more specific than all before. */
  HeaderLevels under(Entry level) {
    return new HeaderLevels(
        before(HeaderMutations.of(level, REQUEST), request),
        before(HeaderMutations.of(level, RESPONSE), response),
        specificWins);
  }

  /** All changes as one; a share's own stand before all. */
  HeaderChanges changes(@Nullable Entry share, String side) {
    List<HeaderChanges> own = side.equals(REQUEST) ? request : response;
    List<HeaderChanges> all = share == null ? own : before(HeaderMutations.of(share, side), own);
    List<HeaderChanges> order = specificWins ? all.reversed() : all;
    return order.stream().reduce(HeaderChanges.NONE, HeaderChanges::then);
  }

  private static List<HeaderChanges> before(HeaderChanges first, List<HeaderChanges> rest) {
    var all = new java.util.ArrayList<HeaderChanges>();
    all.add(first);
    all.addAll(rest);
    return all;
  }
}
