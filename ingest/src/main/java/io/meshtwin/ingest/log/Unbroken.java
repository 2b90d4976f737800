package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * Notices events that are gone without a trace: a broker passes over a batch whose base offset is
 * damaged, which no checksum of Kafka's covers. A writer numbers its events from 0 on and ends with
 * its first failure ({@link LogWriter}), so that a number that is left out was written once.
 */
final class Unbroken implements EntryConsumer {
  /** Of an id of ours: so many hexadecimal digits, a dash, and up to 18 decimal ones. */
  private static final int SESSION = 16;

  private static final int LONGEST = SESSION + 1 + 18;

  private final EntryConsumer entries;

  /** With which its events' ids begin; null where nobody knows who wrote last. */
  private @Nullable String writer;

  private long number;
  private long next;

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
    switch (entry) {
      case LogEntry.Recorded recorded -> follow(recorded.offset(), recorded.id());
      // Of what cannot be read nobody knows the number.
      case LogEntry.CorruptRecord _ -> writer = null;
    }
    next = entry.offset() + 1;
    entries.accept(entry);
  }

  private void follow(long offset, String id) {
    boolean same = writer != null && id.startsWith(writer);
    if (!isOurs(id)) {
      writer = null;
      return;
    }
    long found = Long.parseLong(id, SESSION + 1, id.length(), 10);
    long missing = found - (same ? number : 0);
    if (writer != null && missing > 0) {
      entries.accept(
          new LogEntry.CorruptRecord(
              next,
              "before offset %d events of its writer are missing (number: %d)"
                  .formatted(offset, missing),
              null));
    }
    writer = same ? writer : id.substring(0, SESSION + 1);
    number = found + 1;
  }

  /** Read letter by letter: every event of a replay comes through here. */
  private static boolean isOurs(String id) {
    boolean ours = id.length() > SESSION + 1 && id.length() <= LONGEST && id.charAt(SESSION) == '-';
    for (int i = 0; ours && i < id.length(); i++) {
      ours = i == SESSION || Character.digit(id.charAt(i), i < SESSION ? 16 : 10) >= 0;
    }
    return ours;
  }
}
