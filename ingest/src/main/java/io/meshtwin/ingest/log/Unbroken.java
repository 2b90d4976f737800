package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notices events that are gone without a trace: a broker passes over a batch whose base offset is
 * damaged, which no checksum of Kafka's covers. A writer numbers its events from 0 on and ends with
 * its first failure ({@link LogWriter}), so that a number that is left out was written once.
 */
final class Unbroken implements EntryConsumer {
  private static final Pattern ID =
      Pattern.compile("(?<session>[0-9a-f]{16})-(?<number>\\d{1,18})");

  private final EntryConsumer entries;
  private @Nullable String session;
  private long number;
  private long next;
  private boolean known;

  /**
   * Stands before who takes entries one after the other, none left out.
   *
   * @param entries takes them, with one that cannot be read in each place where events are missing
   */
  Unbroken(EntryConsumer entries) {
    this.entries = entries;
  }

  @Override
  public void accept(LogEntry entry) {
    Matcher id = entry instanceof LogEntry.Recorded event ? ID.matcher(event.id()) : null;
    if (id == null || !id.matches()) {
      // Of what cannot be read nobody knows the number.
      known = false;
    } else {
      follow(entry.offset(), id.group("session"), Long.parseLong(id.group("number")));
    }
    next = entry.offset() + 1;
    entries.accept(entry);
  }

  private void follow(long offset, String writer, long count) {
    long expected = writer.equals(session) ? number : 0;
    if (known && count > expected) {
      long missing = count - expected;
      entries.accept(
          new LogEntry.CorruptRecord(
              next,
              "before offset %d events of its writer are missing (number: %d)"
                  .formatted(offset, missing),
              null));
    }
    known = true;
    session = writer;
    number = count + 1;
  }
}
