package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a source holds.
 *
 * @param resources one event for each resource
 * @param covered the resources that the listing is complete for: those it does not mention are gone
 * @param deletion the provenance of what is gone
 */
public record Listing(
    List<ResourceEvent.Applied> resources, Predicate<ResourceKey> covered, Provenance deletion) {
  public Listing {
    resources = List.copyOf(resources);
  }

  /**
   * A listing of a whole cluster.
   *
   * @param cluster {@link ResourceKey#LOCAL} for manifests
   * @param time when it was taken
   */
  public static Listing ofCluster(
      String cluster, List<ResourceEvent.Applied> resources, Instant time) {
    return new Listing(
        resources,
        key -> key.cluster().equals(cluster),
        new Provenance(cluster, "", Actor.UNKNOWN, time, null));
  }

  /** The same, of which nothing can be concluded about what it does not mention. */
  Listing withoutDeletions() {
    return new Listing(resources, key -> false, deletion);
  }

  /** The same, with what the caller knows better. */
  public Listing stamped(Stamp stamp) {
    return new Listing(resources.stream().map(stamp::on).toList(), covered, stamp.on(deletion));
  }
}
