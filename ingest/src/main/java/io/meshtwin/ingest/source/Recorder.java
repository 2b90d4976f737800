package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where a source that is followed writes to, and what is written there already: a source compares
 * with it when it starts and after a failure, so that it writes each change once. Used by one
 * thread at a time.
 */
public interface Recorder {
  /**
   * What is recorded.
   *
   * @param digests the digest of each resource's manifest
   * @param until the time of the last event recorded; {@link Instant#EPOCH} for none
   */
  record Recorded(Map<ResourceKey, Digest> digests, Instant until) {
    public Recorded {
      digests = Map.copyOf(digests);
    }
  }

  /** What is recorded of these resources, up to the end of the log. */
  Recorded recorded(Predicate<ResourceKey> which);

  /**
   * Records events, in this order. When it returns they are recorded; when it throws, some may be:
   * the source waits, asks again what is recorded, and records what is missing.
   */
  void record(List<Event> events);

  /**
   * Records what differs between what is recorded and a complete listing, once.
   *
   * @param which the resources that the listing is complete for
   * @param deletion the provenance of resources that are gone
   * @return the events recorded, in order
   */
  default List<Event> recordDifference(
      List<ResourceEvent.Applied> listing, Predicate<ResourceKey> which, Provenance deletion) {
    List<Event> events = new Differences(recorded(which).digests()).against(listing, deletion);
    if (!events.isEmpty()) {
      record(events);
    }
    return events;
  }

  /**
   * Records in a log that an image follows.
   *
   * @param image at the end of the log, or behind it by nothing but what {@code log} takes
   * @param log appends events
   */
  static Recorder of(Supplier<MeshImage> image, Consumer<List<Event>> log) {
    return new Recorder() {
      @Override
      public Recorded recorded(Predicate<ResourceKey> which) {
        MeshImage now = image.get();
        var digests = new HashMap<ResourceKey, Digest>();
        now.resources()
            .forEach((key, state) -> {
              if (which.test(key)) {
                digests.put(key, state.digest());
              }
            });
        return new Recorded(digests, now.position().time());
      }

      @Override
      public void record(List<Event> events) {
        log.accept(events);
      }
    };
  }
}
