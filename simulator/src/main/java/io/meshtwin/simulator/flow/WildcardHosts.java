package io.meshtwin.simulator.flow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Virtual hosts by what their wildcards end with, or begin with. A host is looked up once for each
 * length that these parts have, longest first, however many of them there are (Envoy, {@code
 * WildcardVirtualHosts}).
 */
final class WildcardHosts {
  private final boolean atEnd;
  private final Map<String, CompiledRules> byPart = new HashMap<>();

  /** Longest first. */
  private int[] lengths = new int[0];

  /**
   * @param atEnd whether the parts are suffixes; otherwise they are prefixes
   */
  WildcardHosts(boolean atEnd) {
    this.atEnd = atEnd;
  }

  boolean isEmpty() {
    return byPart.isEmpty();
  }

  void put(String part, CompiledRules rules) {
    byPart.put(part, rules);
    if (Arrays.stream(lengths).noneMatch(length -> length == part.length())) {
      int[] more = Arrays.copyOf(lengths, lengths.length + 1);
      int at = lengths.length;
      for (; at > 0 && more[at - 1] < part.length(); at--) {
        more[at] = more[at - 1];
      }
      more[at] = part.length();
      lengths = more;
    }
  }

  /** The host with the longest part; a wildcard stands for at least one character. */
  @Nullable CompiledRules find(String host) {
    for (int length : lengths) {
      if (length < host.length()) {
        String part = atEnd ? host.substring(host.length() - length) : host.substring(0, length);
        CompiledRules found = byPart.get(part);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
