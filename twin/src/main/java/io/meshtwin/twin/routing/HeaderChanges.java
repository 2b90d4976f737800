package io.meshtwin.twin.routing;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes to headers, applied in the order remove, set, add (Gateway API: the names are distinct).
 *
 * @param set names to values that replace what is there
 * @param add names to values that are appended
 * @param remove names that are taken away
 */
public record HeaderChanges(Map<String, String> set, Map<String, String> add, List<String> remove) {
  /** Nothing is changed. */
  public static final HeaderChanges NONE = new HeaderChanges(Map.of(), Map.of(), List.of());

  public HeaderChanges {
    set = Collections.unmodifiableMap(new TreeMap<>(set));
    add = Collections.unmodifiableMap(new TreeMap<>(add));
    remove = List.copyOf(remove);
  }

  /** These changes and then others, as one. */
  public HeaderChanges then(HeaderChanges next) {
    return HeaderFates.composed(this, next);
  }
}
