package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.Event;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The single writer of a mesh's log. Opening one fences every earlier writer of the same mesh, in
 * whichever process.
 *
 * <p>Each event has an id, given once. When the outcome of a transaction is unknown (the broker
 * went away while it was committed), the writer starts anew, which settles the transaction one way
 * or the other, and looks for the ids in the log: it writes again only what is not there. Not for
 * several threads at once.
 */
public final class LogWriter implements AutoCloseable {
  /** How long a broker may be away before its writer gives up. */
  private static final Duration BROKER_RETURNS = Duration.ofSeconds(30);

  private static final Duration VISIBLE_SOON = Duration.ofMillis(1);

  private final BrokerConnection broker;
  private final String address;
  private final MeshTopic topic;
  private final @Nullable DataDirectory claim;
  private final String session = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  private final LogReader reader;
  private long sequence;

  /** Everything of ours is at or after it: where to look for what may have been committed. */
  private long settled;

  private @Nullable Transactions transactions;
  private boolean ended;

  private LogWriter(BrokerConnection broker, MeshTopic topic, @Nullable DataDirectory claim) {
    this.broker = broker;
    this.address = broker.address();
    this.topic = topic;
    this.claim = claim;
    this.reader = new LogReader(address, topic, Fetch.STREAM);
  }

  /**
   * @param claim closed with the writer
   */
  static LogWriter open(BrokerConnection broker, MeshTopic topic, @Nullable DataDirectory claim) {
    LogWriter writer = new LogWriter(broker, topic, claim);
    try {
      writer.transactions = Transactions.open(writer.address, topic);
      writer.settled = writer.reader.head();
      return writer;
    } catch (LogException e) {
      writer.close();
      throw e;
    }
  }

  /**
   * Appends the events in order, each once. When this returns they are committed.
   *
   * @return their offsets, ascending
   * @throws LogException when they could not be written: another writer took over, or the broker
   *     did not come back in time. Some of them may be in the log. This writer has then ended: open
   *     another, read to the head, and append what is missing.
   */
  public List<Long> append(List<? extends Event> events) {
    if (ended) {
      throw new LogException("this writer of %s has ended".formatted(topic.name()));
    }
    // Until everything is there.
    ended = true;
    List<Long> offsets = new ArrayList<>(events.size());
    for (int from = 0, to; from < events.size(); from = to) {
      to = Outgoing.end(events, from);
      offsets.addAll(appendVisibly(identified(events.subList(from, to))));
    }
    ended = false;
    return offsets;
  }

  @Override
  public void close() {
    ended = true;
    try {
      abandon();
      reader.close();
    } finally {
      if (claim != null) {
        claim.close();
      }
    }
  }

  /**
   * Appends, and waits until readers see it: a commit is acknowledged before its marker stands in
   * the log, whoever asks for the head next must see it, and a transaction that begins before is
   * put off by the broker.
   *
   * <p>A broker that is killed may leave a transaction open of which its coordinator knows no more;
   * nothing behind that is shown any longer. Starting anew ends it ({@link HangingTransactions}),
   * and then these events are written again if they are not there.
   */
  private List<Long> appendVisibly(Outgoing events) {
    long before = settled;
    List<Long> offsets = appendAtOnce(events);
    if (isVisibleWithin(KafkaSettings.PATIENCE)) {
      return offsets;
    }
    abandon();
    settled = before;
    offsets = appendAtOnce(events);
    if (isVisibleWithin(BROKER_RETURNS)) {
      return offsets;
    }
    throw new LogUnavailableException(
        "the log %s at %s does not show what it committed; it is safe, and shown later"
            .formatted(topic.name(), address));
  }

  private boolean isVisibleWithin(Duration limit) {
    Instant end = Instant.now().plus(limit);
    while (!isVisible()) {
      if (broker.failure().isPresent() || Instant.now().isAfter(end)) {
        return false;
      }
      LockSupport.parkNanos(VISIBLE_SOON.toNanos());
    }
    return true;
  }

  /** A broker that is away may return: what is committed has not to be written. */
  private boolean isVisible() {
    try {
      return reader.head() >= settled;
    } catch (LogUnavailableException e) {
      return false;
    }
  }

  private Outgoing identified(List<? extends Event> events) {
    var outgoing = new Outgoing(topic.name(), session, sequence, events);
    sequence += events.size();
    return outgoing;
  }

  private List<Long> appendAtOnce(Outgoing events) {
    Instant limit = Instant.now().plus(BROKER_RETURNS);
    while (true) {
      try {
        if (transactions == null) {
          transactions = Transactions.open(address, topic);
          List<Long> committed = committed(events);
          if (!committed.isEmpty()) {
            return settle(committed);
          }
        }
        return settle(transactions.commit(events));
      } catch (KafkaException | LogUnavailableException e) {
        abandon();
        refuseIfHopeless(e, limit, events.size());
      }
    }
  }

  private List<Long> settle(List<Long> offsets) {
    settled = offsets.getLast() + 1;
    return offsets;
  }

  /** The offsets of these events where an earlier try was committed after all; all or none are. */
  private List<Long> committed(Outgoing events) {
    Map<String, Long> found = new HashMap<>();
    reader.read(
        settled,
        reader.head(),
        entry -> {
          if (entry instanceof LogEntry.Recorded recorded) {
            found.put(recorded.id(), recorded.offset());
          }
        });
    return events.ids().stream().map(found::get).filter(Objects::nonNull).toList();
  }

  private void abandon() {
    if (transactions != null) {
      transactions.close();
      transactions = null;
    }
  }

  /** Returns after a failure that may pass. */
  private void refuseIfHopeless(RuntimeException failure, Instant limit, int count) {
    if (Transactions.fenced(failure)) {
      throw new WriterFencedException(
          "another writer took over the log %s; events not written: %d; one writer at a time"
              .formatted(topic.name(), count),
          failure);
    }
    if (Transactions.tooLarge(failure)) {
      throw new LogException(
          "an event is larger than the topic %s takes; events not written: %d; raise its max.message.bytes"
              .formatted(topic.name(), count),
          failure);
    }
    if (Transactions.interrupted(failure)) {
      throw new LogException(
          "interrupted while writing to %s; what was acknowledged is safe; events that are not: %d"
              .formatted(topic.name(), count),
          failure);
    }
    Optional<String> gaveUp = broker.failure();
    if (gaveUp.isPresent() || Instant.now().isAfter(limit)) {
      throw new LogUnavailableException(
          "the broker at %s does not take events of %s: %s; what was acknowledged is safe; events that wait: %d"
              .formatted(
                  address,
                  topic.name(),
                  gaveUp.orElse(String.valueOf(failure.getMessage())),
                  count),
          failure);
    }
  }
}
