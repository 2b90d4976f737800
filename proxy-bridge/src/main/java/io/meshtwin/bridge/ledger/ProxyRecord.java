package io.meshtwin.bridge.ledger;

import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.xds.ProxyId;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One connected proxy.
 *
 * @param proxy which
 * @param connectedAt when its stream began
 * @param version Envoy's version, {@code 1.40.0}, or what else the client calls itself
 * @param delta whether it speaks delta xDS
 * @param resources by type and name what it was sent and said to it
 * @param refusals what it refused on this stream, oldest first, the last {@value #REMEMBERED}
 * @param converged the version of the configuration that it runs as a whole; empty while it is on
 *     its way
 */
public record ProxyRecord(
    ProxyId proxy,
    Instant connectedAt,
    String version,
    boolean delta,
    Map<ResourceType, SortedMap<String, ResourceRecord>> resources,
    List<Refusal> refusals,
    String converged) {
  static final int REMEMBERED = 20;

  public ProxyRecord {
    Map<ResourceType, SortedMap<String, ResourceRecord>> copy = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      copy.put(
          type,
          Collections.unmodifiableSortedMap(
              new TreeMap<>(resources.getOrDefault(type, Collections.emptySortedMap()))));
    }
    resources = Collections.unmodifiableMap(copy);
    refusals = List.copyOf(refusals);
  }

  /** The resources of one type by name. */
  public SortedMap<String, ResourceRecord> of(ResourceType type) {
    return resources.getOrDefault(type, Collections.emptySortedMap());
  }
}
