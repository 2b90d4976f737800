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
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.ResourceState;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of single events: who did them, in which fields, and whether the order around
 * them is known.
 */
public final class Stories {
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

  /** The gaps around what is told. */
  public Gaps gaps() {
    return new Gaps(history);
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
