package io.meshtwin.app.history;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.simulator.history.Moment;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.ResourceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of single events: who did them, in which fields, and whether the order around
 * them is known.
 */
public final class Stories {
  /** A listing after a gap is recorded at once, this many events at the most. */
  private static final int AFTER_GAP = 2_000;

  private final History history;
  private final long end;

  /**
   * Of a history that stays open meanwhile.
   *
   * @param end up to where the log is known
   */
  public Stories(History history, long end) {
    this.history = history;
    this.end = end;
  }

  /** What a moment's event changed, and who did it. */
  public EventFacts of(Moment moment) {
    Event event = moment.event();
    Manifest before =
        event instanceof ResourceEvent resource ? before(moment, resource.key()) : null;
    EventFacts facts = EventFacts.of(moment.offset(), event, before);
    return event instanceof ResourceEvent
        ? facts.by(attribution(event))
        : facts.with(Edit.of(moment.updates()));
  }

  /**
   * The gaps from which an event came: what was listed after one may have happened in any order.
   */
  public List<EventFacts> gapsBefore(EventFacts facts) {
    if (!(facts.event() instanceof ResourceEvent resource)) {
      return List.of();
    }
    long from = Math.max(0, facts.offset() - AFTER_GAP);
    return history
        .events(new Span(from, facts.offset()), key -> isGapOf(key, resource.key()))
        .stream()
        .filter(recorded ->
            recorded.event() instanceof WatchGap gap
                && !resource.provenance().time().isAfter(gap.until())
                && !resource.provenance().time().isBefore(gap.from()))
        .map(recorded -> EventFacts.of(recorded.offset(), recorded.event(), null))
        .toList();
  }

  private static boolean isGapOf(ResourceKey gap, ResourceKey resource) {
    return gap.name().equals("*")
        && (gap.kind().equals("*")
            || (gap.kind().equals(resource.kind()) && gap.group().equals(resource.group())));
  }

  private static @Nullable Manifest before(Moment moment, ResourceKey key) {
    MeshDelta.Update update = moment.updates().get(key);
    ResourceState state = update == null ? null : update.before();
    return state == null ? null : state.manifest();
  }

  private Attribution attribution(Event event) {
    var attributions = new Attributions();
    if (event instanceof ResourceEvent && !event.provenance().resourceVersion().isEmpty()) {
      ResourceKey key = EventCodec.key(event);
      for (LogEntry.Recorded recorded : history.events(new Span(0, end), key::equals)) {
        attributions.learn(recorded.event());
      }
    }
    return attributions.of(event);
  }
}
