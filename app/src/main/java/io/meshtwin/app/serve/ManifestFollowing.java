package io.meshtwin.app.serve;

import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.source.Listing;
import io.meshtwin.ingest.source.ManifestContent;
import io.meshtwin.ingest.source.ManifestSecrets;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.ingest.source.Recorder;
import io.meshtwin.ingest.source.SecretReader;
import io.meshtwin.twin.event.ResourceKey;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows manifests on disk. An edit that cannot be read changes nothing: what was read last
 * stands, and the status says which file and line.
 */
final class ManifestFollowing implements MeshSource {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestFollowing.class);
  private static final long LOOK_MILLISECONDS = 500;

  private final List<String> places;
  private final Recorder recorder;
  private final CountDownLatch listed = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private FileStamps seen = FileStamps.NONE;
  private volatile SourceStatus status;

  ManifestFollowing(List<String> places, MeshWriter writer) {
    this.places = List.copyOf(places);
    this.recorder = writer.recorder();
    this.status =
        new SourceStatus(String.join(", ", places), false, Instant.now(), List.of("not yet read"));
    this.thread = Thread.ofPlatform().daemon().name("follow-manifests").unstarted(this::run);
  }

  ManifestFollowing start() {
    thread.start();
    return this;
  }

  @Override
  public SecretReader secrets() {
    return new ManifestSecrets(places);
  }

  @Override
  public SourceStatus status() {
    return status;
  }

  @Override
  public boolean awaitListed(Duration limit) throws InterruptedException {
    return listed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        look();
      } while (!closed.await(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    FileStamps now = FileStamps.of(places);
    if (now.equals(seen)) {
      return;
    }
    try {
      read();
      seen = now;
    } catch (LogException e) {
      become(false, List.of(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("following {} failed; it is read again", places, e);
      become(false, List.of("a failure in the source: " + e.getClass().getSimpleName()));
    }
  }

  private void read() {
    Instant time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    ManifestContent content = new ManifestSource(places, InputStream.nullInputStream()).read(time);
    if (!content.errors().isEmpty()) {
      List<String> problems = content.errors().stream().map(Object::toString).toList();
      if (!problems.equals(status.problems())) {
        problems.forEach(problem -> LOG.warn("{}; what was read before stands", problem));
      }
      become(false, problems);
      return;
    }
    recorder.record(Listing.ofCluster(ResourceKey.LOCAL, content.events(), time));
    become(true, List.of());
    listed.countDown();
  }

  private void become(boolean connected, List<String> problems) {
    SourceStatus before = status;
    Instant since = before.connected() == connected ? before.since() : Instant.now();
    status = new SourceStatus(before.source(), connected, since, problems);
  }
}
