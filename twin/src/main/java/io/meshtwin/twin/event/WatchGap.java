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
 * @param provenance of the source
 */
public record WatchGap(
    String group, String kind, Instant from, Instant until, String reason, Provenance provenance)
    implements Event {}
