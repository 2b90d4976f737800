package io.meshtwin.ingest.log;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a log says of each resource, as far as a writer needs it: whether it is there, and the
 * digest of its manifest. The same fold as the image's, without the resources.
 */
final class RecordedDigests {
  private final TreeMap<ResourceKey, Digest> digests = new TreeMap<>();
  private Instant until = Instant.EPOCH;

  /** Folds one event. */
  void replay(Event event) {
    until = event.provenance().time();
    switch (event) {
      case ResourceEvent.Applied applied -> digests.put(applied.key(), applied.manifest().digest());
      case ResourceEvent.Deleted deleted -> digests.remove(deleted.key());
      case Event other -> {
        // Gaps and changes leave resources as they are.
      }
    }
  }

  /** Each resource's digest, in the order of keys. */
  NavigableMap<ResourceKey, Digest> digests() {
    return Collections.unmodifiableNavigableMap(digests);
  }

  /** The time of the last event; {@link Instant#EPOCH} for none. */
  Instant until() {
    return until;
  }

  /**
   * The events by which a whole listing differs: what is new or changed, then what is gone, each in
   * the order of keys. A second call after these were folded gives none.
   *
   * @param covered the resources that the listing is complete for
   * @param deletion the provenance of what is gone
   */
  List<ResourceEvent> differences(
      List<ResourceEvent.Applied> listing, Predicate<ResourceKey> covered, Provenance deletion) {
    TreeMap<ResourceKey, ResourceEvent.Applied> listed = new TreeMap<>();
    listing.forEach(applied -> listed.put(applied.key(), applied));
    List<ResourceEvent> events = new ArrayList<>();
    for (ResourceEvent.Applied applied : listed.values()) {
      if (!applied.manifest().digest().equals(digests.get(applied.key()))) {
        events.add(applied);
      }
    }
    for (ResourceKey key : digests.keySet()) {
      if (covered.test(key) && !listed.containsKey(key)) {
        events.add(new ResourceEvent.Deleted(key, deletion));
      }
    }
    return events;
  }
}
