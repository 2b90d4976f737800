package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A host of the registry as a proxy sees it: a Service, or a host of a ServiceEntry.
 *
 * @param key what destinations and clusters are named by
 * @param name the full name in lower case
 * @param ports those that carry connections, whatever is in them
 * @param alias the host that it only stands for (a Service of type ExternalName), null for none
 * @param subjectAltNames names of which its servers' certificates must have one where no
 *     DestinationRule says any ({@code ServiceEntry.subjectAltNames})
 */
public record KnownHost(
    ResourceKey key,
    String name,
    SortedSet<Integer> ports,
    @Nullable String alias,
    List<String> subjectAltNames) {
  public KnownHost {
    subjectAltNames = List.copyOf(subjectAltNames);
    ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
  }

  /** A host with endpoints of its own. */
  public static KnownHost of(ResourceKey key, String name, Collection<Integer> ports) {
    return new KnownHost(key, name, new TreeSet<>(ports), null, List.of());
  }

  /** The namespace of the Service or ServiceEntry. */
  public String namespace() {
    return key.namespace();
  }
}
