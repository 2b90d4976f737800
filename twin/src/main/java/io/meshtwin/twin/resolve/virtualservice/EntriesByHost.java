package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ServiceEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ServiceEntries of a mesh by their hosts, whatever the case. */
public final class EntriesByHost {
  private final Map<Named, List<ServiceEntry>> entries = new HashMap<>();

  private record Named(String cluster, String namespace, String host) {
    static Named of(ResourceKey any, String host) {
      return new Named(any.cluster(), any.namespace(), host.toLowerCase(Locale.ROOT));
    }
  }

  /** Of an image, of which nothing else is kept. */
  public EntriesByHost(MeshImage image) {
    image.all(ServiceEntry.class).forEach(this::add);
  }

  private void add(ServiceEntry entry) {
    var hosts = new HashSet<Named>();
    entry.hosts().forEach(host -> hosts.add(Named.of(entry.key(), host)));
    hosts.forEach(host -> entries.computeIfAbsent(host, _ -> new ArrayList<>()).add(entry));
  }

  /**
   * Those of a host, in the order of their keys; empty for none.
   *
   * @param any whose cluster and namespace they are in
   */
  public List<ServiceEntry> of(ResourceKey any, String host) {
    return entries.getOrDefault(Named.of(any, host), List.of());
  }
}
