package io.meshtwin.twin.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values by hostname, which finds those that cover a host or lie within it without looking at the
 * others.
 */
final class HostnameIndex<V> {
  /** By the hostname turned round, so that what lies under a suffix is a range. */
  private final NavigableMap<String, List<V>> byReversed = new TreeMap<>();

  void add(String hostname, V value) {
    byReversed.computeIfAbsent(reversed(hostname), _ -> new ArrayList<>()).add(value);
  }

  /** The values whose hostname is this one or wider, the closest first. */
  List<V> covering(String hostname) {
    var result = new ArrayList<V>();
    for (String wider = hostname; wider != null; wider = next(wider)) {
      result.addAll(byReversed.getOrDefault(reversed(wider), List.of()));
    }
    return result;
  }

  /** Whether a hostname has hosts in common with any value's. */
  boolean intersects(String hostname) {
    if (!covering(hostname).isEmpty()) {
      return true;
    }
    if (hostname.equals(Hostnames.ALL)) {
      return !byReversed.isEmpty();
    }
    String suffix = reversed(hostname.substring(1));
    String first = hostname.startsWith("*.") ? byReversed.ceilingKey(suffix) : null;
    return first != null && first.startsWith(suffix);
  }

  /** The next wider hostname, null after {@code *}. */
  private static @Nullable String next(String hostname) {
    if (hostname.equals(Hostnames.ALL)) {
      return null;
    }
    int dot = hostname.indexOf('.', hostname.startsWith("*.") ? 2 : 0);
    return dot < 0 ? Hostnames.ALL : "*" + hostname.substring(dot);
  }

  private static String reversed(String hostname) {
    return new StringBuilder(hostname).reverse().toString();
  }
}
