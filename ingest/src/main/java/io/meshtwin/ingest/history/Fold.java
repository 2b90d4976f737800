package io.meshtwin.ingest.history;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.image.TwinDelta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How an entry of the log changes an image: the one way, for everybody who folds. */
public final class Fold {
  private static final Logger LOG = LoggerFactory.getLogger(Fold.class);

  private Fold() {}

  /**
   * Folds one entry. What cannot be read or folded is set aside with its offset, never thrown;
   * whoever answers from the image says so.
   */
  public static void entry(LogEntry entry, TwinDelta delta) {
    switch (entry) {
      case LogEntry.Recorded(long offset, String id, Event event) -> {
        try {
          delta.replay(offset, event);
        } catch (RuntimeException e) {
          // A bug: the record is named in the status, and the rest of the log is served.
          LOG.error("the event {} at offset {} cannot be folded", id, offset, e);
          String reason = "cannot be folded (" + e.getClass().getSimpleName() + ")";
          delta.setAside(offset, reason, EventCodec.key(event));
        }
      }
      case LogEntry.CorruptRecord(long offset, String reason, var about) ->
          delta.setAside(offset, reason, about);
    }
  }
}
