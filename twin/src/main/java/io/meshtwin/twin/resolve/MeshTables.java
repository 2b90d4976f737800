package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.Registry;
import io.meshtwin.twin.resolve.virtualservice.EntriesByHost;
import io.meshtwin.twin.resolve.virtualservice.KnownHosts;
import io.meshtwin.twin.resolve.virtualservice.MeshDestinationRules;
import io.meshtwin.twin.resolve.virtualservice.NamedRules;
import io.meshtwin.twin.resolve.virtualservice.NearClients;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is made of all objects of a kind: its size is that of the mesh, so a fork that has the same
 * objects has the same tables. They hold nothing of the image that they were made of.
 */
final class MeshTables {
  private final MeshImage image;
  private final MeshDestinationRules destinationRules;
  private final NamedRules rules;
  private final Lazy<KnownHosts> hosts;
  private final Lazy<NearClients.Labels> near;
  private final Lazy<EntriesByHost> entries;
  private final Map<Seen, Registry> registries;

  private record Seen(String cluster, ExportTo byDefault) {}

  /**
   * @param before those of another image, of which is kept what both have; null for none
   */
  MeshTables(MeshImage image, MeshConfig settings, @Nullable MeshTables before) {
    this.image = image;
    boolean services =
        before != null && shares(Service.class, before) && shares(ServiceEntry.class, before);
    boolean rules = before != null && shares(DestinationRule.class, before);
    registries = before != null && services ? before.registries : new ConcurrentHashMap<>();
    destinationRules =
        before != null && rules && shares(ConfigMap.class, before)
            ? before.destinationRules
            : new MeshDestinationRules(image, settings);
    this.rules =
        before == null
            ? NamedRules.of(image)
            : before.rules.with(image.changesSince(before.image).entrySet());
    hosts =
        before != null && services && rules && before.hosts.isMade()
            ? before.hosts
            : new Lazy<>(() -> new KnownHosts(image));
    entries =
        before != null && shares(ServiceEntry.class, before) && before.entries.isMade()
            ? before.entries
            : new Lazy<>(() -> new EntriesByHost(image));
    boolean preferring =
        before != null && NearClients.READ.stream().allMatch(type -> shares(type, before));
    near =
        before != null && preferring && before.near.isMade()
            ? before.near
            : new Lazy<>(() -> NearClients.labels(image));
  }

  private boolean shares(Class<? extends Resource> type, MeshTables other) {
    return image.shares(type, other.image);
  }

  /** The DestinationRules. */
  MeshDestinationRules destinationRules() {
    return destinationRules;
  }

  /** The VirtualServices. */
  NamedRules rules() {
    return rules;
  }

  /** The hosts that Services and ServiceEntries have, with subsets. */
  KnownHosts hosts() {
    return hosts.get();
  }

  /** The ServiceEntries. */
  EntriesByHost entries() {
    return entries.get();
  }

  /** The labels by which near endpoints are preferred. */
  NearClients.Labels near() {
    return near.get();
  }

  /** Every host of a cluster. */
  Registry registry(MeshConfig config, String cluster) {
    return registries.computeIfAbsent(
        new Seen(cluster, config.serviceExportTo()), _ -> Registry.of(image, config, cluster));
  }
}
