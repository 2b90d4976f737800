package io.meshtwin.twin.event;

import java.time.Instant;

/**
 * A watch lost continuity: the order of what happened between two times is unknown. What a listing
 * then revealed follows in the log as ordinary events.
 *
 * @param group the API group whose watch was lost
 * @param kind the kind whose watch was lost, {@code *} for all
 * @param from the last moment known to be complete
 * @param until when the listing was taken
 * @param reason in words, for example {@code 410 Gone}
 * @param revealed how many of the events that follow in the log the listing revealed; {@link
 *     #UNCOUNTED} where a version that did not count wrote it
 * @param provenance of the source
 */
public record WatchGap(
    String group,
    String kind,
    Instant from,
    Instant until,
    String reason,
    int revealed,
    Provenance provenance)
    implements Event {
  /** Nobody counted what was revealed. */
  public static final int UNCOUNTED = -1;

  /** The same, from elsewhere. */
  public WatchGap with(Provenance other) {
    return new WatchGap(group, kind, from, until, reason, revealed, other);
  }
}
