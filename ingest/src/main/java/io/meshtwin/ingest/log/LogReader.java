package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Reads bounded prefixes of the log, committed events only. Not for several threads at once. */
final class LogReader implements AutoCloseable {
  /** From so many offsets on, a thread of its own that reads ahead is worth its start. */
  private static final int FAR = 4_000;

  private final String address;
  private final MeshTopic topic;
  private final RecordStream records;

  LogReader(String address, MeshTopic topic, Fetch fetch) {
    this.address = address;
    this.topic = topic;
    this.records = new RecordStream(address, topic, fetch);
  }

  /** The offset after the last committed entry. */
  long head() {
    try {
      return records.head(KafkaSettings.PATIENCE);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  /** The first offset that is still there; more than 0 means that history was deleted. */
  long beginning() {
    try {
      return records.beginning();
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  /** The end, exclusive, of the prefix that the position means. */
  long end(LogPosition position) {
    long head = head();
    return switch (position) {
      case LogPosition.Head() -> head;
      case LogPosition.AtOffset(long offset) -> Math.min(offset + 1, head);
      case LogPosition.AtTime(Instant time) -> {
        LastNotLater last = new LastNotLater(time);
        read(0, head, last);
        yield last.end;
      }
    };
  }

  /** Hands over every entry of {@code [from, end)}, with what is missing between them. */
  void read(long from, long end, EntryConsumer entries) {
    read(from, end, offset -> true, new Unbroken(entries));
  }

  /** Hands over the entries of {@code [from, end)} at some offsets; the others stay undecoded. */
  void read(long from, long end, LongPredicate which, EntryConsumer entries) {
    LongPredicate wanted = offset -> offset < end && which.test(offset);
    // A batch that is set aside may stand behind the end.
    EntryConsumer before =
        entry -> {
          if (entry.offset() < end) {
            entries.accept(entry);
          }
        };
    try {
      records.seek(from);
      if (end - from < FAR) {
        pass(records::poll, from, end, polled -> polled.entries(wanted, before));
        return;
      }
      try (ReadAhead ahead = ReadAhead.start(records, end, wanted)) {
        pass(ahead::next, from, end, polled -> polled.entries(wanted, before));
      }
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  private void pass(Supplier<Polled> polls, long from, long end, Consumer<Polled> came) {
    Instant progress = Instant.now();
    long position = from;
    while (position < end) {
      Polled polled = polls.get();
      came.accept(polled);
      if (polled.next() > position) {
        progress = Instant.now();
      } else if (progress.plus(KafkaSettings.PATIENCE).isBefore(Instant.now())) {
        throw unavailable(new KafkaException("no entry arrived after offset " + position));
      }
      position = polled.next();
    }
  }

  /**
   * The entries at some offsets; an offset at which nothing stands gives nothing.
   *
   * @param offsets ascending
   */
  List<LogEntry> at(List<Long> offsets) {
    List<LogEntry> found = new ArrayList<>();
    Set<Long> wanted = new HashSet<>(offsets);
    long head = head();
    long position = -1;
    for (long offset : offsets) {
      if (offset >= head) {
        break;
      }
      if (offset >= position) {
        position = lookUp(offset, wanted::contains, found);
      }
    }
    return found;
  }

  /**
   * Reads some entries from an offset on, and takes those that are wanted.
   *
   * @return the offset behind what was read
   */
  private long lookUp(long offset, LongPredicate wanted, List<LogEntry> found) {
    try {
      records.seek(offset);
      Instant limit = Instant.now().plus(KafkaSettings.PATIENCE);
      while (records.position() == offset) {
        if (Instant.now().isAfter(limit)) {
          throw unavailable(new KafkaException("nothing arrived from offset " + offset));
        }
        records.poll().entries(wanted, found::add);
      }
      return records.position();
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void close() {
    records.close();
  }

  private LogException unavailable(KafkaException e) {
    if (e instanceof MisplacedRecordException) {
      return new LogException(
          "the log %s at %s is damaged: %s".formatted(topic.name(), address, e.getMessage()), e);
    }
    return new LogUnavailableException(
        "the log %s at %s cannot be read: %s; what is in it is safe, try again when the broker answers"
            .formatted(topic.name(), address, e.getMessage()),
        e);
  }

  /** Finds the last event, in log order, that is not later than a time. */
  private static final class LastNotLater implements EntryConsumer {
    private final Instant time;
    private long end;

    LastNotLater(Instant time) {
      this.time = time;
    }

    @Override
    public void accept(LogEntry entry) {
      if (entry instanceof LogEntry.Recorded recorded
          && !recorded.event().provenance().time().isAfter(time)) {
        end = entry.offset() + 1;
      }
    }
  }
}
