package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.meshtwin.twin.routing.HeaderChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Header changes, first the rule's and then a share's, as one list of Envoy's mutations.
 *
 * <p>Composed here because Envoy applies a weighted cluster's mutations before its route's, and
 * Gateway API a backend's filters after its rule's. Within one list Envoy removes before it adds.
 */
record HeaderMutations(List<String> remove, List<HeaderValueOption> add) {

  /** What becomes of one header: whether its values are dropped, and what is appended. */
  private record Fate(boolean dropped, List<String> values) {
    static final Fate KEPT = new Fate(false, List.of());

    Fate appended(String value) {
      List<String> all = new ArrayList<>(values);
      all.add(value);
      return new Fate(dropped, List.copyOf(all));
    }
  }

  static HeaderMutations of(HeaderChanges... changesInOrder) {
    SortedMap<String, Fate> fates = new TreeMap<>();
    for (HeaderChanges changes : changesInOrder) {
      changes.remove().forEach(name -> fates.put(key(name), new Fate(true, List.of())));
      changes.set().forEach((name, value) -> fates.put(key(name), new Fate(true, List.of(value))));
      changes
          .add()
          .forEach((name, value) ->
              fates.put(key(name), fates.getOrDefault(key(name), Fate.KEPT).appended(value)));
    }
    List<String> remove = new ArrayList<>();
    List<HeaderValueOption> add = new ArrayList<>();
    fates.forEach((name, fate) -> {
      if (fate.dropped() && fate.values().isEmpty()) {
        remove.add(name);
      }
      for (int at = 0; at < fate.values().size(); at++) {
        add.add(option(name, fate.values().get(at), fate.dropped() && at == 0));
      }
    });
    return new HeaderMutations(List.copyOf(remove), List.copyOf(add));
  }

  /** Puts them into a route, as changes to the response. */
  Route.Builder intoResponse(Route.Builder route) {
    return route.addAllResponseHeadersToRemove(remove).addAllResponseHeadersToAdd(add);
  }

  /** Whether a mutation touches Host, which Envoy refuses: host_rewrite_literal is for that. */
  boolean touchesHost() {
    return remove.stream().anyMatch(HeaderMutations::isHost)
        || add.stream().anyMatch(option -> isHost(option.getHeader().getKey()));
  }

  private static boolean isHost(String name) {
    return name.equals("host") || name.startsWith(":");
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static HeaderValueOption option(String name, String value, boolean overwrite) {
    return HeaderValueOption.newBuilder()
        // A percent sign begins a command of Envoy's header formatter; doubled it is itself.
        .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value.replace("%", "%%")))
        .setAppendAction(
            overwrite
                ? HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD
                : HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD)
        .setKeepEmptyValue(true)
        .build();
  }
}
