package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of manifests whose edits are followed until it is closed.
 *
 * <p>A file that cannot be read is reported and what it held before stands. While there is a file
 * that never could be read, nothing is recorded as deleted: it may stand there.
 */
public final class ManifestDirectorySource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestDirectorySource.class);

  /** Editors and checkouts write several times within this. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  /** Looks by itself now and then: network file systems do not tell. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Path root;
  private final Recorder recorder;
  private final ManifestCache cache = new ManifestCache();
  private final ReentrantLock recording = new ReentrantLock();
  private final Thread thread;
  private volatile DirectoryState state = DirectoryState.START;
  private volatile boolean open = true;
  private @Nullable Recorded recorded;

  private ManifestDirectorySource(Path root, Recorder recorder) {
    this.root = root;
    this.recorder = recorder;
    this.thread = Thread.ofVirtual().name("follow " + root).unstarted(this::run);
  }

  /** Follows a directory: records the difference to what is recorded, then every edit. */
  public static ManifestDirectorySource follow(Path root, Recorder recorder) {
    var source = new ManifestDirectorySource(root, recorder);
    source.thread.start();
    return source;
  }

  /** How it stands. */
  public DirectoryState state() {
    return state;
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
      try (var watch = new DirectoryWatch(root)) {
        while (open) {
          read(watch);
          watch.await(SETTLE, LOOK);
        }
      } catch (IOException e) {
        problem(root + " cannot be read: " + e.getMessage() + "; what it held stands");
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read(DirectoryWatch watch) throws IOException, InterruptedException {
    ManifestFiles files = ManifestFiles.under(root);
    while (watch.watch(files.directories())) {
      files = ManifestFiles.under(root);
    }
    ManifestCache.Reading reading = cache.read(files);
    try {
      recordWhileOpen(reading);
      ManifestContent content = reading.content();
      state =
          new DirectoryState(
              Instant.now(),
              content.events().size(),
              content.errors(),
              content.findings(),
              reading.whole() ? "" : "deletions wait until every file can be read");
    } catch (RuntimeException e) {
      LOG.warn("{}: changes could not be recorded; trying again", root, e);
      recorded = null;
      problem("the log takes no events: " + e.getMessage() + "; trying again");
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
    if (known == null) {
      known = recorder.recorded(key -> key.cluster().equals(ResourceKey.LOCAL));
      recorded = known;
    }
    var listing = Listing.ofCluster(ResourceKey.LOCAL, reading.content().events(), Instant.now());
    List<ResourceEvent> events =
        known.against(reading.whole() ? listing : listing.withoutDeletions());
    if (!events.isEmpty()) {
      recorder.record(List.<Event>copyOf(events));
      events.forEach(known::replay);
    }
  }

  private void problem(String words) {
    state = state.with(words);
    try {
      Thread.sleep(SETTLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
