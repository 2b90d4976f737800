package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;

/** Takes the log's entries in order. */
@FunctionalInterface
public interface EntryConsumer {
  void accept(LogEntry entry);
}
