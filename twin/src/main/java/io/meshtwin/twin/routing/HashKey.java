package io.meshtwin.twin.routing;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a request its endpoint is chosen by (Envoy's {@code HashPolicy}). */
public sealed interface HashKey {
  /** A header's value. */
  record Header(String name) implements HashKey {}

  /** The first value of a query parameter. */
  record Query(String name) implements HashKey {}

  /** The address that the connection comes from. */
  record SourceAddress() implements HashKey {}

  /**
   * A cookie, made where the client has none.
   *
   * @param ttl how long a made cookie lives, zero for the browser session, null for none to be made
   * @param attributes further ones of a made cookie
   */
  record Cookie(
      String name, String path, @Nullable Duration ttl, SortedMap<String, String> attributes)
      implements HashKey {
    public Cookie {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** A cookie with attributes in any order. */
    public static Cookie of(
        String name, String path, @Nullable Duration ttl, Map<String, String> attributes) {
      return new Cookie(name, path, ttl, new TreeMap<>(attributes));
    }
  }
}
