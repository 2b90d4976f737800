package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A cluster that is being followed, each kind on a thread of its own; the recorder sees one of them
 * at a time. Goes on until it is closed, whatever happens to the API server or the log.
 */
public final class ClusterFollowing implements AutoCloseable {
  private final Recorder recorder;
  private final FollowSettings settings;
  private final ReentrantLock recording = new ReentrantLock();
  private final Map<String, WatchState> states = new ConcurrentSkipListMap<>();
  private final Map<String, CountDownLatch> listed = new ConcurrentSkipListMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean open = true;

  private ClusterFollowing(Recorder recorder, FollowSettings settings) {
    this.recorder = recorder;
    this.settings = settings;
  }

  static ClusterFollowing start(
      ClusterObjects objects, Recorder recorder, FollowSettings settings) {
    var following = new ClusterFollowing(recorder, settings);
    var discovery = new ApiDiscovery(objects.client(), settings.discovery());
    Instant now = Instant.now();
    for (MeshKind kind : MeshKind.ALL) {
      String name = kind.toString();
      following.states.put(name, new WatchState(name, WatchState.Phase.STARTING, now, null, ""));
      following.listed.put(name, new CountDownLatch(1));
      following.threads.add(
          Thread.ofVirtual()
              .name("follow " + name)
              .unstarted(new KindFollower(kind, objects, discovery, following)));
    }
    following.threads.forEach(Thread::start);
    return following;
  }

  /** How each kind's watch stands, by kind. */
  public List<WatchState> states() {
    return List.copyOf(states.values());
  }

  /**
   * Waits until each kind has been listed once, or is known to be absent or forbidden.
   *
   * @return false when the time ran out before
   */
  public boolean awaitListed(Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    for (CountDownLatch latch : listed.values()) {
      if (!latch.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }

  /** Ends all watches; when it returns the recorder is not called again. */
  @Override
  public void close() {
    open = false;
    // Not while one records: a log that is interrupted cannot say what it took.
    recording.lock();
    try {
      threads.forEach(Thread::interrupt);
    } finally {
      recording.unlock();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  boolean isOpen() {
    return open;
  }

  FollowSettings settings() {
    return settings;
  }

  void update(MeshKind kind, UnaryOperator<WatchState> change) {
    states.computeIfPresent(kind.toString(), (name, state) -> change.apply(state));
  }

  void listed(MeshKind kind) {
    CountDownLatch latch = listed.get(kind.toString());
    if (latch != null) {
      latch.countDown();
    }
  }

  Recorded recorded(Predicate<ResourceKey> which) {
    return whileOpen(() -> recorder.recorded(which));
  }

  void record(List<Event> events) {
    if (!events.isEmpty()) {
      whileOpen(() -> {
        recorder.record(List.copyOf(events));
        return events;
      });
    }
  }

  private <T> T whileOpen(Supplier<T> action) {
    recording.lock();
    try {
      if (!open) {
        throw new IllegalStateException("the source is being closed");
      }
      return action.get();
    } catch (RuntimeException e) {
      throw new RecordingException(e);
    } finally {
      recording.unlock();
    }
  }
}
