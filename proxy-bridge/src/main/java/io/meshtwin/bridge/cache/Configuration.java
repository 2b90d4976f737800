package io.meshtwin.bridge.cache;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that one proxy is meant to run.
 *
 * @param resources by type and name; every type is present
 * @param secretsOfClusters names of the secrets without which clusters are not there yet
 * @param version the digest of all names and versions
 */
public record Configuration(
    Map<ResourceType, SortedMap<String, VersionedResource>> resources,
    Set<String> secretsOfClusters,
    String version) {
  /** Nothing at all. */
  public static final Configuration EMPTY = of(java.util.List.of());

  public Configuration {
    Map<ResourceType, SortedMap<String, VersionedResource>> copy =
        new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      copy.put(
          type,
          Collections.unmodifiableSortedMap(
              new TreeMap<>(resources.getOrDefault(type, Collections.emptySortedMap()))));
    }
    resources = Collections.unmodifiableMap(copy);
    secretsOfClusters = Set.copyOf(secretsOfClusters);
  }

  /** The configuration of these resources; of two with one type and name the last stays. */
  public static Configuration of(Collection<VersionedResource> resources) {
    Map<ResourceType, SortedMap<String, VersionedResource>> byType =
        new EnumMap<>(ResourceType.class);
    SortedMap<String, String> versions = new TreeMap<>();
    for (VersionedResource resource : resources) {
      byType
          .computeIfAbsent(resource.type(), type -> new TreeMap<>())
          .put(resource.name(), resource);
      versions.put(resource.type() + "/" + resource.name(), resource.version());
    }
    return new Configuration(byType, Set.of(), Versions.of(versions));
  }

  /** The same, where clusters need these secrets. */
  Configuration needing(Set<String> secrets) {
    return new Configuration(resources, secrets, version);
  }

  /** The resources of one type by name. */
  public SortedMap<String, VersionedResource> of(ResourceType type) {
    return resources.getOrDefault(type, Collections.emptySortedMap());
  }
}
