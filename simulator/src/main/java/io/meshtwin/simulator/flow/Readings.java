package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.HttpReading;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests that a proxy reads in another way than the mesh's own, so that nothing is said. */
final class Readings {
  private Readings() {}

  /** Why it is not known which path the rules see; null where it is the normalised one. */
  static @Nullable String path(HttpReading reading, String given, String normal) {
    if (reading.equals(HttpReading.USUAL)) {
      return null;
    }
    if (!reading.normalises() && !given.equals(normal)) {
      return "a path with dot segments or escapes where normalize_path is not set";
    }
    if (reading.mergesSlashes() && normal.contains("//")) {
      return "a path with // where merge_slashes is set";
    }
    String lower = normal.toLowerCase(Locale.ROOT);
    boolean escaped = lower.contains("%2f") || lower.contains("%5c");
    return !reading.keepsEscapedSlashes() && escaped
        ? "a path with %2F or %5C where path_with_escaped_slashes_action is set"
        : null;
  }

  /** Why it is not known which rule takes a request; null where it is. */
  static @Nullable String values(HttpReading reading, Request request, CompiledRules rules) {
    if (reading.joinsValues()) {
      return null;
    }
    return rules.host().rules().stream()
        .flatMap(rule -> rule.match().headers().stream())
        .map(ValueMatch.Named::name)
        .filter(name -> request.headers().values().getOrDefault(name, List.of()).size() > 1)
        .map(name -> "several values of header " + name + " where they are not compared as one")
        .findFirst()
        .orElse(null);
  }
}
