package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.DataDirectory.Held;
import io.meshtwin.ingest.log.DataDirectory.Owned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A mesh's log, open. Closing it stops the embedded broker where this process runs it; writers and
 * followers are closed by whoever opened them, before the log.
 */
public final class EventLog implements AutoCloseable {
  /** A process that was killed holds the lease for some seconds. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final LogLocation location;
  private final MeshTopic topic;
  private final BrokerConnection broker;
  private final String identity;
  private final Readers readers;

  private EventLog(
      LogLocation location, MeshTopic topic, BrokerConnection broker, String identity) {
    this.location = location;
    this.topic = topic;
    this.broker = broker;
    this.identity = identity;
    this.readers = new Readers(broker.address(), topic);
  }

  /**
   * Opens the log, creating what is absent: directory, broker, topic.
   *
   * @throws DirectoryHeldException when another process holds the directory and cannot be attached
   *     to
   * @throws TopicRefusedException when the topic's settings would destroy history
   * @throws LogUnavailableException when no broker answers
   */
  public static EventLog open(LogLocation location, MeshTopic topic, StartProgress progress) {
    return open(location, topic, true, progress, topic::ensure);
  }

  /**
   * Opens a log that is there, to read it; creates neither directory nor topic, so that a mistyped
   * name is an error and not an empty mesh.
   *
   * @throws LogException when there is no such log, and as {@link #open} does
   */
  public static EventLog openToRead(LogLocation location, MeshTopic topic, StartProgress progress) {
    if (location instanceof LogLocation.Embedded(var directory, int port)
        && !DataDirectory.isUsed(directory)) {
      throw new LogException(
          "no log is in %s%s; nothing was created; name its directory with --data, or begin one with meshtwin ingest"
              .formatted(
                  directory, Files.isDirectory(directory) ? "" : ": the directory does not exist"));
    }
    return open(location, topic, false, progress, topic::require);
  }

  private static EventLog open(
      LogLocation location,
      MeshTopic topic,
      boolean staying,
      StartProgress progress,
      TopicCheck check) {
    BrokerConnection broker = BrokerConnection.open(location, staying, progress);
    boolean verified = false;
    try {
      String identity = verify(topic, broker.address(), check);
      verified = true;
      return new EventLog(location, topic, broker, identity);
    } finally {
      if (!verified) {
        broker.close();
      }
    }
  }

  /** {@code host:port} of the broker. */
  public String address() {
    return broker.address();
  }

  /** The mesh's topic. */
  public MeshTopic topic() {
    return topic;
  }

  /** Why the embedded broker gave up, when it did; the disk being full, for example. */
  public Optional<String> brokerFailure() {
    return broker.failure();
  }

  /** The offset after the last committed entry; 0 for an empty log. */
  public long head() {
    return readers.with(Fetch.POINT, LogReader::head);
  }

  /**
   * Reads the prefix that the position means.
   *
   * @return the prefix's end, exclusive: where a follower goes on
   */
  public long read(LogPosition position, EntryConsumer entries) {
    long end = end(position);
    read(0, end, entries);
    return end;
  }

  /** The end, exclusive, of the prefix that the position means. */
  public long end(LogPosition position) {
    return readers.with(Fetch.STREAM, reader -> reader.end(position));
  }

  /** Reads every entry of {@code [from, end)}; where the log ends before, to there. */
  public void read(long from, long end, EntryConsumer entries) {
    read(from, end, offset -> true, new Unbroken(entries));
  }

  /**
   * Reads the entries of {@code [from, end)} at some offsets, and passes over the others without
   * decoding them. What cannot be read is handed over, whatever its offset.
   */
  public void read(long from, long end, LongPredicate which, EntryConsumer entries) {
    readers.with(
        Fetch.STREAM,
        reader -> {
          long limit = Math.min(end, reader.head());
          reader.read(from, limit, which, entries);
          return limit;
        });
  }

  /**
   * The entries at some offsets, in order; an offset at which nothing stands gives nothing.
   *
   * @param offsets ascending
   */
  public List<LogEntry> at(List<Long> offsets) {
    return offsets.isEmpty() ? List.of() : readers.with(Fetch.POINT, r -> r.at(offsets));
  }

  /**
   * Reads every entry from an offset to the head.
   *
   * @return the head, exclusive
   */
  public long readFrom(long offset, EntryConsumer entries) {
    return readers.with(
        Fetch.STREAM,
        reader -> {
          long head = reader.head();
          reader.read(offset, head, entries);
          return head;
        });
  }

  /** The directory for what is kept beside this log to be faster; it may be deleted. */
  public Path beside() {
    return location.beside().resolve(identity);
  }

  /** What tells this log from every other, also from one of the same name: its topic's id. */
  public String identity() {
    return identity;
  }

  /** How much the log takes on its broker's disk, where the broker says so. */
  public OptionalLong bytes() {
    try (Admin admin = Admin.create(KafkaSettings.admin(address()))) {
      return topic.bytes(admin);
    } catch (KafkaException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Asks for the right to write. On a Kafka that others use too, one process at a time has it; in a
   * data directory the lock that {@link #writer} takes decides, and this is always granted.
   */
  public WriterLease lease() {
    return switch (location) {
      case LogLocation.Embedded _ -> new OwnLease();
      case LogLocation.External _ -> GroupLease.ask(address(), topic);
    };
  }

  /**
   * The right to write, for who does not throw out a process that has it already.
   *
   * @throws DirectoryHeldException when another process has it; names that process
   */
  public WriterLease heldLease() {
    WriterLease lease = lease();
    boolean held = false;
    try {
      held = lease.awaitSettled(LEASE) || lease.awaitOther(false, LEASE);
      if (held) {
        return lease;
      }
      throw new DirectoryHeldException(
          "mesh %s at %s is being written by %s; nothing was written, stop it, or make the change through it"
              .formatted(topic.mesh(), address(), lease.holder()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException("interrupted while the right to write was asked for", e);
    } finally {
      if (!held) {
        lease.close();
      }
    }
  }

  /**
   * Becomes the mesh's writer, and fences who was it before: on a Kafka that others use too, with
   * the {@link #lease} only. Whoever writes differences reads to the head after this call and
   * before the first append: from here on nobody else's event can come in between.
   *
   * @throws DirectoryHeldException when another process writes this directory's log
   */
  public LogWriter writer() {
    return LogWriter.open(broker, topic, claimWriting());
  }

  /** Hands over every entry from the offset on, as they are committed, until it is closed. */
  public LogFollower follow(long from, LogListener listener, FollowFaults faults) {
    return LogFollower.start(address(), topic, new LogFollower.Start(from, listener, faults));
  }

  @Override
  public void close() {
    readers.close();
    broker.close();
  }

  /**
   * Fencing is newest-wins, so a one-off command would throw a running server out. In a directory,
   * a lock of its own turns that into a refusal.
   */
  private @Nullable DataDirectory claimWriting() {
    if (!(location instanceof LogLocation.Embedded(var directory, int port))) {
      return null;
    }
    return switch (DataDirectory.claim(directory.resolve("writer-" + topic.mesh()))) {
      case Owned(DataDirectory ours) -> ours;
      case Held(Optional<Holder> holder) ->
          throw new DirectoryHeldException(
              "mesh %s in %s is being written by %s; stop it, or make the change through it"
                  .formatted(
                      topic.mesh(),
                      directory,
                      holder.map(known -> "process " + known.pid()).orElse("another process")));
    };
  }

  private static void requireBeginning(MeshTopic topic, String address) {
    try (LogReader reader = new LogReader(address, topic, Fetch.POINT)) {
      long beginning = reader.beginning();
      if (beginning > 0) {
        throw new TopicRefusedException(
            "topic %s begins at offset %d: earlier history was deleted, so no image folded from it would be right; use another mesh name, or bring the topic back from a copy"
                .formatted(topic.name(), beginning));
      }
    }
  }

  /** How a topic is made sure of. */
  private interface TopicCheck {
    void run(Admin admin, String address) throws ExecutionException, InterruptedException;
  }

  private static String verify(MeshTopic topic, String address, TopicCheck check) {
    try (Admin admin = Admin.create(KafkaSettings.admin(address))) {
      check.run(admin, address);
      requireBeginning(topic, address);
      return topic.identity(admin);
    } catch (ExecutionException | KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new LogUnavailableException(
          "no Kafka broker can be used at %s: %s; nothing was written"
              .formatted(address, cause.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException("interrupted while the topic was verified", e);
    }
  }
}
