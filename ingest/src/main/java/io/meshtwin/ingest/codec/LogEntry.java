package io.meshtwin.ingest.codec;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceKey;
import org.jspecify.annotations.Nullable;

/** What stands at one offset of a mesh's log. */
public sealed interface LogEntry {
  /** The record's offset; offsets have gaps, since transaction markers take some. */
  long offset();

  /**
   * An event.
   *
   * @param id the CloudEvents id, unique in the log
   */
  record Recorded(long offset, String id, Event event) implements LogEntry {}

  /**
   * A record that is no event this version can read. It is set aside; the others are served.
   *
   * @param reason in words, without any of the record's data
   * @param about what its key says that it is about, null where that cannot be read either
   */
  record CorruptRecord(long offset, String reason, @Nullable ResourceKey about)
      implements LogEntry {}
}
