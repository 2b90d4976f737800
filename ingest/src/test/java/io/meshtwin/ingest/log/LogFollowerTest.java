package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.testkit.parts.Loopback;
import io.meshtwin.twin.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  private static final MeshTopic TOPIC = new MeshTopic("default");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void aFollowerIsGivenWhatWasThereAndWhatComes() throws Exception {
    List<Event> events = Events.services(4);
    Received received = new Received();
    try (EventLog log = open(0);
        LogWriter writer = log.writer()) {
      writer.append(events.subList(0, 2));
      try (LogFollower follower = log.follow(0, received, received)) {
        awaitState(follower, new FollowState.Connected(3));
        writer.append(events.subList(2, 4));
        assertThat(follower.await(log.head(), LIMIT)).isTrue();
      }
    }
    assertThat(received.events()).isEqualTo(events);
  }

  @Test
  void aListenerThatThrowsStopsNothing() throws Exception {
    List<Event> events = Events.services(3);
    Received received = new Received();
    received.broken = entries -> entries.getFirst().offset() == 0;
    try (EventLog log = open(0);
        LogWriter writer = log.writer()) {
      writer.append(events.subList(0, 1));
      try (LogFollower follower = log.follow(0, received, received)) {
        assertThat(follower.await(log.head(), LIMIT)).isTrue();
        writer.append(events.subList(1, 3));
        assertThat(follower.await(log.head(), LIMIT)).isTrue();
      }
    }
    assertThat(received.faults).containsExactly("0 to 0: broken");
    assertThat(received.events()).isEqualTo(events.subList(1, 3));
  }

  @Test
  void aFollowerWhoseBrokerWentAwaySaysSoAndCatchesUpAndNothingIsDoubled() throws Exception {
    List<Event> events = Events.services(4);
    Received received = new Received();
    int port = Loopback.freePort();
    EventLog first = open(port);
    append(first, events.subList(0, 2));
    LogFollower follower = first.follow(0, received, received);
    try (follower) {
      assertThat(follower.await(first.head(), LIMIT)).isTrue();
      Instant before = Instant.now();
      first.close();
      await(() -> follower.state() instanceof FollowState.Lost);
      assertThat(((FollowState.Lost) follower.state()).since())
          .isBetween(before.minusSeconds(5), Instant.now());
      try (EventLog second = open(port)) {
        append(second, events.subList(2, 4));
        assertThat(follower.await(second.head(), LIMIT)).isTrue();
        awaitState(follower, new FollowState.Connected(second.head()));
      }
    }
    assertThat(received.events()).isEqualTo(events);
    assertThat(received.faults).isEmpty();
  }

  @Test
  void aWriterWhoseBrokerWentAwayAppendsOnceWhenItIsBack() throws Exception {
    List<Event> events = Events.services(3);
    int port = Loopback.freePort();
    EventLog first = open(port);
    try (LogWriter writer = first.writer()) {
      writer.append(events.subList(0, 1));
      first.close();
      Thread appending = Thread.ofVirtual().start(() -> writer.append(events.subList(1, 3)));
      try (EventLog second = open(port)) {
        assertThat(appending.join(LIMIT)).isTrue();
        assertThat(Events.read(second)).isEqualTo(events);
      }
    }
  }

  private static void append(EventLog log, List<Event> events) {
    try (LogWriter writer = log.writer()) {
      writer.append(events);
    }
  }

  private static void awaitState(LogFollower follower, FollowState state) {
    await(() -> follower.state().equals(state));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    Instant limit = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(limit);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private EventLog open(int port) {
    return EventLog.open(new LogLocation.Embedded(temp, port), TOPIC, StartProgress.SILENT);
  }

  /** Keeps what it is given; throws where it is told to. */
  private static final class Received implements LogListener, FollowFaults {
    final List<LogEntry> entries = new CopyOnWriteArrayList<>();
    final List<String> faults = new CopyOnWriteArrayList<>();
    Predicate<List<LogEntry>> broken = batch -> false;

    @Override
    public void entries(List<LogEntry> batch) {
      if (broken.test(batch)) {
        throw new IllegalStateException("broken");
      }
      entries.addAll(batch);
    }

    @Override
    public void listenerFailed(long first, long last, Throwable failure) {
      faults.add(first + " to " + last + ": " + failure.getMessage());
    }

    List<Event> events() {
      List<Event> events = new ArrayList<>();
      entries.forEach(entry -> events.add(((LogEntry.Recorded) entry).event()));
      return events;
    }
  }
}
