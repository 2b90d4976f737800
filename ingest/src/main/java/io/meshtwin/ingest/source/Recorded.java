package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is recorded of resources, as far as a writer of differences needs it: whether each is there,
 * and the digest of its manifest. The same fold as the image's, without the resources.
 *
 * <p>An event counts as recorded once {@link #replay} was told so, not before: a recorder that
 * fails leaves nothing forgotten. Not for several threads at once.
 */
public final class Recorded {
  private final TreeMap<ResourceKey, Digest> digests = new TreeMap<>();
  private Instant until = Instant.EPOCH;

  /** What an image holds of some resources. */
  static Recorded in(MeshImage image, Predicate<ResourceKey> which) {
    var recorded = new Recorded();
    image
        .resources()
        .forEach((key, state) -> {
          if (which.test(key)) {
            recorded.digests.put(key, state.digest());
          }
        });
    recorded.until = image.position().time();
    return recorded;
  }

  /** The same of some of the resources, as a copy. */
  public Recorded only(Predicate<ResourceKey> which) {
    var some = new Recorded();
    digests.forEach((key, digest) -> {
      if (which.test(key)) {
        some.digests.put(key, digest);
      }
    });
    some.until = until;
    return some;
  }

  /** Folds one event. */
  public void replay(Event event) {
    until = event.provenance().time();
    switch (event) {
      case ResourceEvent.Applied applied -> digests.put(applied.key(), applied.manifest().digest());
      case ResourceEvent.Deleted deleted -> digests.remove(deleted.key());
      case Event other -> {
        // Gaps and changes leave resources as they are.
      }
    }
  }

  /** Whether none of the resources is there. */
  boolean isEmpty() {
    return digests.isEmpty();
  }

  /** The time of the last event recorded; {@link Instant#EPOCH} for none. */
  Instant until() {
    return until;
  }

  /** What of single changes, in their order, changes anything. */
  List<ResourceEvent> among(List<ResourceEvent> changes) {
    var ahead = new HashMap<ResourceKey, Optional<Digest>>();
    var events = new ArrayList<ResourceEvent>();
    for (ResourceEvent change : changes) {
      ResourceKey key = change.key();
      Optional<Digest> before = ahead.getOrDefault(key, Optional.ofNullable(digests.get(key)));
      Optional<Digest> after =
          switch (change) {
            case ResourceEvent.Applied applied -> Optional.of(applied.manifest().digest());
            case ResourceEvent.Deleted _ -> Optional.empty();
          };
      if (!after.equals(before)) {
        events.add(change);
        ahead.put(key, after);
      }
    }
    return events;
  }

  /**
   * What a listing changes: what is new or changed, then what is gone, each in the order of keys.
   * Of several events for one resource the last counts.
   */
  List<ResourceEvent> against(Listing listing) {
    var listed = new TreeMap<ResourceKey, ResourceEvent>();
    listing.resources().forEach(applied -> listed.put(applied.key(), applied));
    var changes = new ArrayList<>(listed.values());
    for (ResourceKey key : digests.keySet()) {
      if (listing.covered().test(key) && !listed.containsKey(key)) {
        changes.add(new ResourceEvent.Deleted(key, listing.deletion()));
      }
    }
    return among(changes);
  }
}
