package io.meshtwin.app.serve;

import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.twin.image.TwinImage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether the image is worth a checkpoint; the loader does not wait for it. */
final class Checkpointing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointing.class);

  private final History history;
  private final Loader loader;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("checkpointing").factory());

  private Checkpointing(History history, Loader loader) {
    this.history = history;
    this.loader = loader;
  }

  static Checkpointing start(History history, Loader loader) {
    var checkpointing = new Checkpointing(history, loader);
    var _ =
        checkpointing.thread.scheduleWithFixedDelay(checkpointing::look, 1, 1, TimeUnit.SECONDS);
    return checkpointing;
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("a checkpoint was not finished; the log is safe");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      TwinImage image = loader.image();
      history.keep(image, image.position().offset() + 1);
    } catch (LogException e) {
      LOG.warn("no checkpoint now: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("no checkpoint at offset {}", loader.image().position().offset(), e);
    }
  }
}
