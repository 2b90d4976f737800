package io.meshtwin.bridge.server;

import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.cache.VersionedResource;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A response on its way to a proxy.
 *
 * @param type of all its resources
 * @param nonce what the proxy names it by
 * @param version the digest of what the proxy has of this type after it
 * @param resources what it carries
 * @param changed those of them that the proxy did not have
 * @param removed names taken away, said only in delta
 */
record Response(
    ResourceType type,
    String nonce,
    String version,
    SortedMap<String, VersionedResource> resources,
    SortedMap<String, VersionedResource> changed,
    List<String> removed) {
  Response {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
    removed = List.copyOf(removed);
  }
}
