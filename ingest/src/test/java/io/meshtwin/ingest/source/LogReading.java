package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole log, and what it amounts to.
 *
 * @param events in order
 * @param image folded from them
 */
record LogReading(List<Event> events, TwinImage image) {
  static LogReading of(EventLog log) {
    var events = new ArrayList<Event>();
    var delta = new TwinDelta(TwinImage.EMPTY);
    log.read(
        new LogPosition.Head(),
        entry -> {
          switch (entry) {
            case LogEntry.Recorded recorded -> {
              events.add(recorded.event());
              delta.replay(recorded.offset(), recorded.event());
            }
            case LogEntry.CorruptRecord corrupt ->
                delta.setAside(corrupt.offset(), corrupt.reason(), corrupt.about());
          }
        });
    return new LogReading(List.copyOf(events), delta.apply());
  }

  /** Whether the image is the one of a listing, in every resource and its age. */
  boolean is(ClusterListing listing) {
    var delta = new MeshDelta(MeshImage.EMPTY);
    listing.events().forEach(delta::replay);
    MeshImage listed = delta.apply(Position.START);
    return image.setAside().isEmpty()
        && image.observed().resources().keySet().equals(listed.resources().keySet())
        && image.observed().digest().equals(listed.digest());
  }

  /** The resourceVersions of what was applied in a namespace, in order. */
  List<String> versions(String namespace) {
    return in(namespace)
        .filter(ResourceEvent.Applied.class::isInstance)
        .map(event -> event.provenance().resourceVersion())
        .toList();
  }

  /** What was deleted in a namespace, in order, as {@code Service a}. */
  List<String> deleted(String namespace) {
    return in(namespace)
        .filter(ResourceEvent.Deleted.class::isInstance)
        .map(event -> event.key().kind() + " " + event.key().name())
        .toList();
  }

  /** Events, of any namespace, that leave their resource as the one before left it. */
  List<ResourceEvent> doubled() {
    var state = new HashMap<ResourceKey, Optional<Digest>>();
    return resources()
        .filter(event -> {
          Optional<Digest> after =
              event instanceof ResourceEvent.Applied applied
                  ? Optional.of(applied.manifest().digest())
                  : Optional.empty();
          Optional<Digest> before = state.put(event.key(), after);
          return after.equals(before == null ? Optional.empty() : before);
        })
        .toList();
  }

  /** The kinds and reasons of the gaps. */
  List<String> gaps() {
    return events.stream()
        .filter(WatchGap.class::isInstance)
        .map(WatchGap.class::cast)
        .map(gap -> gap.kind() + ": " + gap.reason())
        .toList();
  }

  private Stream<ResourceEvent> in(String namespace) {
    return resources().filter(event -> event.key().namespace().equals(namespace));
  }

  private Stream<ResourceEvent> resources() {
    return events.stream().filter(ResourceEvent.class::isInstance).map(ResourceEvent.class::cast);
  }
}
