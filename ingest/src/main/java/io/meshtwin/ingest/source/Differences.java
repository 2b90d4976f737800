package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tells what differs from what was recorded. An event counts as recorded once {@link #recorded} was
 * told so, not before: a recorder that fails leaves nothing forgotten.
 */
final class Differences {
  private final Map<ResourceKey, Digest> known;

  Differences(Map<ResourceKey, Digest> known) {
    this.known = new HashMap<>(known);
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  /** What of a batch of single changes, in order, changes anything. */
  List<Event> among(List<ResourceEvent> changes) {
    var ahead = new HashMap<ResourceKey, Digest>();
    var gone = new HashSet<ResourceKey>();
    var events = new ArrayList<Event>();
    for (ResourceEvent change : changes) {
      ResourceKey key = change.key();
      Digest before = gone.contains(key) ? null : ahead.getOrDefault(key, known.get(key));
      switch (change) {
        case ResourceEvent.Applied applied -> {
          if (!applied.manifest().digest().equals(before)) {
            events.add(applied);
            ahead.put(key, applied.manifest().digest());
            gone.remove(key);
          }
        }
        case ResourceEvent.Deleted deleted -> {
          if (before != null) {
            events.add(deleted);
            gone.add(key);
          }
        }
      }
    }
    return events;
  }

  /** What a complete listing changes: what it does not mention is gone. */
  List<Event> against(List<ResourceEvent.Applied> listing, Provenance deletion) {
    var changes = new ArrayList<ResourceEvent>(listing);
    var missing = new TreeSet<>(known.keySet());
    listing.forEach(applied -> missing.remove(applied.key()));
    missing.forEach(key -> changes.add(new ResourceEvent.Deleted(key, deletion)));
    return among(changes);
  }

  void recorded(List<Event> events) {
    for (Event event : events) {
      if (event instanceof ResourceEvent.Applied applied) {
        known.put(applied.key(), applied.manifest().digest());
      } else if (event instanceof ResourceEvent.Deleted deleted) {
        known.remove(deleted.key());
      }
    }
  }
}
