package io.meshtwin.ingest.source;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Provenance;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;

/**
 * Who made a change and when, from the newest entry of {@code metadata.managedFields}: a field
 * manager's name, to the second.
 */
final class Attribution {
  private static final String STATUS = "status";

  private final String cluster;

  Attribution(String cluster) {
    this.cluster = cluster;
  }

  /**
   * @param observed the time where the object says none
   */
  Provenance of(HasMetadata object, Instant observed) {
    String version = object.getMetadata().getResourceVersion();
    var seen =
        new Provenance(cluster, version == null ? "" : version, Actor.UNKNOWN, observed, null);
    return object.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getTime() != null && counts(object, entry))
        .max(Comparator.comparing(ManagedFieldsEntry::getTime))
        .map(entry -> seen.by(actor(entry), time(entry, observed)))
        .orElse(seen);
  }

  /** Someone deleted it; the object does not say who. */
  Provenance ofDeletion(String resourceVersion, Instant observed) {
    return new Provenance(cluster, resourceVersion, Actor.UNKNOWN, observed, null);
  }

  /**
   * A status is no change that the twin keeps, except for a Pod's, which says whether it takes
   * traffic.
   */
  private static boolean counts(HasMetadata object, ManagedFieldsEntry entry) {
    return !STATUS.equals(entry.getSubresource()) || "Pod".equals(object.getKind());
  }

  private static Actor actor(ManagedFieldsEntry entry) {
    String manager = entry.getManager();
    return manager == null || manager.isEmpty() ? Actor.UNKNOWN : Actor.fieldManager(manager);
  }

  private static Instant time(ManagedFieldsEntry entry, Instant observed) {
    try {
      return Instant.parse(entry.getTime());
    } catch (DateTimeParseException e) {
      return observed;
    }
  }
}
