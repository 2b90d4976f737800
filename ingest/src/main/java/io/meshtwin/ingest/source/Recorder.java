package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where a source writes to, and what is written there already: a source compares with it when it
 * starts and after a failure, so that it writes each change once. Used by one thread at a time.
 */
public interface Recorder {
  /** What is recorded of these resources, up to the end of the log; the caller's to keep. */
  Recorded recorded(Predicate<ResourceKey> which);

  /**
   * Records events, in this order. When it returns they are recorded; when it throws, some may be:
   * the source waits, asks again what is recorded, and records what is missing.
   */
  void record(List<Event> events);

  /**
   * Records what differs between what is recorded and a listing, once.
   *
   * @return the events recorded, in order
   */
  default List<ResourceEvent> record(Listing listing) {
    List<ResourceEvent> events = recorded(key -> true).against(listing);
    if (!events.isEmpty()) {
      record(List.<Event>copyOf(events));
    }
    return events;
  }

  /** The same, where each event is recorded with what the caller knows better. */
  default Recorder stamped(Stamp stamp) {
    Recorder plain = this;
    return new Recorder() {
      @Override
      public Recorded recorded(Predicate<ResourceKey> which) {
        return plain.recorded(which);
      }

      @Override
      public void record(List<Event> events) {
        plain.record(events.stream().map(stamp::on).toList());
      }
    };
  }

  /**
   * Records in a log that an image follows.
   *
   * @param image what the log says, read to its end
   * @param log appends events
   */
  static Recorder of(Supplier<MeshImage> image, Consumer<List<Event>> log) {
    return new Recorder() {
      @Override
      public Recorded recorded(Predicate<ResourceKey> which) {
        return Recorded.in(image.get(), which);
      }

      @Override
      public void record(List<Event> events) {
        log.accept(events);
      }
    };
  }
}
