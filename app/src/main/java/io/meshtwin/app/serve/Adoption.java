package io.meshtwin.app.serve;

import io.meshtwin.ingest.log.LogException;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On a new log, takes what was listed first as approved: the mesh as it runs when Meshtwin comes is
 * what its owners want. From then on configuration waits for approval.
 */
final class Adoption implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final MeshSource source;
  private final MeshWriter writer;
  private final Thread thread;

  private Adoption(MeshSource source, MeshWriter writer) {
    this.source = source;
    this.writer = writer;
    this.thread = Thread.ofPlatform().daemon().name("adoption").unstarted(this::run);
  }

  static Adoption start(MeshSource source, MeshWriter writer) {
    var adoption = new Adoption(source, writer);
    adoption.thread.start();
    return adoption;
  }

  /** Waits for it, no longer than this. */
  void await(Duration limit) throws InterruptedException {
    thread.join(limit);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!(source.awaitListed(ASK_AGAIN) && adopted())) {
        Thread.sleep(ASK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean adopted() {
    try {
      writer.append(image -> {
        if (image.holding()) {
          return List.of();
        }
        LOG.info("{} resources listed; adopted as approved", image.observed().resources().size());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var by = Actor.stated(ChangeDesk.ACTOR);
        return List.of(new Adopted(new Provenance(ResourceKey.LOCAL, "", by, now, null)));
      });
      return true;
    } catch (LogException e) {
      LOG.warn("the first listing is not adopted yet: {}", e.getMessage());
      return false;
    }
  }
}
