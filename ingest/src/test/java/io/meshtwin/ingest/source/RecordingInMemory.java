package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A log that is a list, and what it amounts to. */
final class RecordingInMemory implements Recorder {
  private final List<Event> events = new ArrayList<>();
  private final SortedMap<ResourceKey, Manifest> state = new TreeMap<>();
  private boolean failing;

  @Override
  public synchronized Recorded recorded(Predicate<ResourceKey> which) {
    refuse();
    var recorded = new Recorded();
    events.forEach(recorded::replay);
    return recorded.only(which);
  }

  @Override
  public synchronized void record(List<Event> more) {
    refuse();
    for (Event event : more) {
      events.add(event);
      if (event instanceof ResourceEvent.Applied applied) {
        state.put(applied.key(), applied.manifest());
      } else if (event instanceof ResourceEvent.Deleted deleted) {
        state.remove(deleted.key());
      }
    }
  }

  private void refuse() {
    if (failing) {
      throw new IllegalStateException("the broker is gone");
    }
  }

  synchronized void fail(boolean now) {
    failing = now;
  }

  synchronized SortedMap<ResourceKey, Manifest> state() {
    return new TreeMap<>(state);
  }

  /** The events about resources in a namespace, as {@code applied HTTPRoute ns/name}. */
  synchronized List<String> of(String namespace) {
    return resourceEvents(namespace)
        .map(event ->
            (event instanceof ResourceEvent.Applied ? "applied " : "deleted ") + event.key())
        .toList();
  }

  synchronized Stream<ResourceEvent> resourceEvents(String namespace) {
    return List.copyOf(events).stream()
        .filter(ResourceEvent.class::isInstance)
        .map(ResourceEvent.class::cast)
        .filter(event -> event.key().namespace().equals(namespace));
  }

  synchronized List<WatchGap> gaps() {
    return events.stream().filter(WatchGap.class::isInstance).map(WatchGap.class::cast).toList();
  }

  synchronized int size() {
    return events.size();
  }
}
