package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.WatchGap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to when everything that happened to a kind was seen, and why that ended: between the two, the
 * order of changes is unknown, which history must say.
 */
final class Continuity {
  private final String group;
  private final String kind;

  /** The last moment up to which everything was seen. */
  private Instant complete = Instant.EPOCH;

  /** Why continuity was lost; empty when it was not. */
  private String lost = "";

  /**
   * @param kind {@code *} for all kinds
   */
  Continuity(String group, String kind) {
    this.group = group;
    this.kind = kind;
  }

  /** A source that starts has seen what is recorded. */
  void resume(Recorded recorded) {
    if (complete.equals(Instant.EPOCH)) {
      complete = recorded.until();
    }
  }

  /** From now on changes may go by unseen. */
  void lose(String reason) {
    lost = reason;
  }

  /** Changes went by before the source ran, where no better reason is known. */
  void missed() {
    if (lost.isEmpty()) {
      lost = "the source was not running";
    }
  }

  /** Everything up to this moment was seen, and is recorded. */
  Instant seen(Instant until) {
    complete = until;
    lost = "";
    return until;
  }

  /**
   * What a listing revealed, behind the gap that it ends if there is one: before the first listing
   * of all there was nothing to be lost.
   *
   * @param revealed what changed since the last event that is recorded
   * @param listed the provenance of what the listing does not mention any more
   */
  List<Event> ended(List<ResourceEvent> revealed, Provenance listed) {
    var events = new ArrayList<Event>(revealed);
    if (!lost.isEmpty() && !complete.equals(Instant.EPOCH)) {
      events.addFirst(
          new WatchGap(group, kind, complete, listed.time(), lost, revealed.size(), listed));
    }
    return events;
  }
}
