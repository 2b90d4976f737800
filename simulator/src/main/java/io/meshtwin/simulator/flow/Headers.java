package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.HeaderChanges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Headers by lower-case name, each with its values in order.
 *
 * @param values never with an empty list
 */
public record Headers(Map<String, List<String>> values) {
  /** No headers. */
  public static final Headers NONE = new Headers(Map.of());

  public Headers {
    var copy = new TreeMap<String, List<String>>();
    values.forEach((name, all) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(all)));
    values = Collections.unmodifiableMap(copy);
  }

  /** Headers with one value each. */
  public static Headers of(Map<String, String> single) {
    var all = new TreeMap<String, List<String>>();
    single.forEach((name, value) -> all.put(name, List.of(value)));
    return new Headers(all);
  }

  /**
   * The value that a matcher reads: several are joined with a comma, as Envoy does; null without
   * one.
   *
   * @param name in lower case
   */
  public @Nullable String joined(String name) {
    List<String> all = values.get(name);
    if (all == null) {
      return null;
    }
    return all.size() == 1 ? all.getFirst() : String.join(",", all);
  }

  /** The headers after the changes, in the order remove, set, add. */
  public Headers changed(HeaderChanges changes) {
    if (changes.equals(HeaderChanges.NONE)) {
      return this;
    }
    var result = new TreeMap<>(values);
    changes.remove().forEach(name -> result.remove(name.toLowerCase(Locale.ROOT)));
    changes.set().forEach((name, value) -> result.put(key(name), List.of(value)));
    changes.add().forEach((name, value) -> result.merge(key(name), List.of(value), Headers::both));
    return new Headers(result);
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static List<String> both(List<String> before, List<String> added) {
    var all = new ArrayList<>(before);
    all.addAll(added);
    return all;
  }
}
