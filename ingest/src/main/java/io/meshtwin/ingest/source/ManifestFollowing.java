package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.FileFailure;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and directories of manifests whose edits are followed until this is closed.
 *
 * <p>A file that cannot be read is reported and what it held before stands. While there is a file
 * that never could be read, nothing is recorded as deleted: it may stand there.
 */
public final class ManifestFollowing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestFollowing.class);

  /** Editors and checkouts write several times within this. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  /** Looks by itself now and then: network file systems do not tell. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final List<Path> places;
  private final Recorder recorder;
  private final ManifestCache cache = new ManifestCache();
  private final ReentrantLock recording = new ReentrantLock();
  private final Continuity continuity = new Continuity("", "*");
  private final CountDownLatch listed = new CountDownLatch(1);
  private final Thread thread;
  private volatile ManifestState state = ManifestState.notYetRead(Instant.now());
  private volatile boolean open = true;
  private @Nullable Recorded recorded;

  /** Whether the log refused what was recorded last. */
  private boolean refused;

  private ManifestFollowing(List<Path> places, Recorder recorder) {
    this.places = List.copyOf(places);
    this.recorder = recorder;
    this.thread = Thread.ofVirtual().name("follow " + places).unstarted(this::run);
  }

  /**
   * Follows manifests: records the difference to what is recorded, then every edit.
   *
   * @param places files and directories, later ones over earlier ones
   */
  public static ManifestFollowing follow(List<Path> places, Recorder recorder) {
    var source = new ManifestFollowing(places, recorder);
    source.thread.start();
    return source;
  }

  /** How they stand. */
  public ManifestState state() {
    return state;
  }

  /**
   * Waits until what every file holds was recorded once.
   *
   * @return false when the time ran out
   */
  public boolean awaitListed(Duration atMost) throws InterruptedException {
    return listed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    open = false;
    // Not while it records: a log that is interrupted cannot say what it took.
    recording.lock();
    try {
      thread.interrupt();
    } finally {
      recording.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (open) {
      try (var watch = new DirectoryWatch()) {
        while (open) {
          read(watch);
          watch.await(SETTLE, LOOK);
        }
      } catch (NoSuchFileException e) {
        problem(e.getMessage() + ": no such file or directory; what it held stands");
      } catch (IOException e) {
        problem("cannot be read: " + FileFailure.words(e, "") + "; what was read before stands");
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read(DirectoryWatch watch) throws IOException, InterruptedException {
    ManifestFiles files = ManifestFiles.at(places);
    while (watch.watch(files.directories())) {
      files = ManifestFiles.at(places);
    }
    ManifestCache.Reading reading = cache.read(files);
    try {
      recordWhileOpen(reading);
    } catch (RuntimeException e) {
      recorded = null;
      continuity.lose("the log took no events");
      String words = "the log takes no events: " + e.getMessage() + "; trying again";
      if (!refused) {
        LOG.warn("{}: {}", places, words);
      }
      LOG.debug("recording failed", e);
      refused = true;
      problem(words);
      return;
    }
    if (refused) {
      LOG.info("{}: the log takes events again, nothing is missing", places);
      refused = false;
    }
    ManifestContent content = reading.content();
    if (!content.errors().equals(state.errors())) {
      content.errors().forEach(error -> LOG.warn("{}; what was read before stands", error));
    }
    state =
        state.read(
            Instant.now(),
            content,
            reading.whole() ? "" : "deletions wait until every file can be read");
    if (reading.whole()) {
      listed.countDown();
    }
  }

  private void recordWhileOpen(ManifestCache.Reading reading) {
    recording.lock();
    try {
      if (open) {
        record(reading);
      }
    } finally {
      recording.unlock();
    }
  }

  private void record(ManifestCache.Reading reading) {
    Recorded known = recorded;
    boolean resumes = known == null;
    if (known == null) {
      known = recorder.recorded(key -> key.cluster().equals(ResourceKey.LOCAL));
      recorded = known;
      continuity.resume(known);
    }
    Instant now = Instant.now();
    var listing = Listing.ofCluster(ResourceKey.LOCAL, reading.content().events(), now);
    List<ResourceEvent> changes =
        known.against(reading.whole() ? listing : listing.withoutDeletions());
    if (!changes.isEmpty()) {
      if (resumes && !known.isEmpty()) {
        continuity.missed();
      }
      List<Event> events = continuity.ended(changes, listing.deletion());
      recorder.record(events);
      events.forEach(known::replay);
    }
    continuity.seen(now);
  }

  private void problem(String words) {
    state = state.failed(Instant.now(), words);
    try {
      Thread.sleep(SETTLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
