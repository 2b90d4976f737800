package io.meshtwin.fidelity.check;

import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The response headers that any rule of a mesh changes, so that workloads answer with them and a
 * change shows.
 */
final class ResponseNames {
  /** What the message itself depends on. */
  private static final Set<String> FRAMING =
      Set.of("content-length", "content-type", "transfer-encoding", "connection", "date");

  private static final String VALUE = "from-workload";

  private ResponseNames() {}

  /** Names in lower case to the value that workloads answer with. */
  static SortedMap<String, String> of(Stream<Listener> listeners) {
    var result = new TreeMap<String, String>();
    listeners
        .flatMap(ResponseNames::changes)
        .map(Changes::response)
        .flatMap(ResponseNames::names)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> !FRAMING.contains(name))
        .forEach(name -> result.put(name, VALUE));
    return result;
  }

  private static Stream<Changes> changes(Listener listener) {
    return listener.chains().stream()
        .map(FilterChain::handler)
        .filter(Handler.Http.class::isInstance)
        .flatMap(handler -> ((Handler.Http) handler).hosts().stream())
        .flatMap(host -> host.rules().stream())
        .flatMap(rule -> changes(rule.action()));
  }

  private static Stream<Changes> changes(RouteAction action) {
    return switch (action) {
      case RouteAction.Forward forward ->
          Stream.concat(
              Stream.of(forward.changes()),
              forward.destinations().stream().map(destination -> destination.changes()));
      case RouteAction.Redirect _ -> Stream.empty();
      case RouteAction.Respond _ -> Stream.empty();
      case RouteAction.Unmodelled _ -> Stream.empty();
    };
  }

  private static Stream<String> names(HeaderChanges changes) {
    return Stream.of(
            changes.set().keySet().stream(),
            changes.add().keySet().stream(),
            changes.remove().stream())
        .flatMap(names -> names);
  }
}
