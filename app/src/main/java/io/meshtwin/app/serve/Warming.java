package io.meshtwin.app.serve;

import io.meshtwin.twin.image.MeshImage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the previewer ready for the mesh as it is, so that whoever proposes a change does not wait
 * for what does not depend on the change. Looks once a second; nothing waits for it.
 */
final class Warming implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Warming.class);

  private final Loader loader;
  private final Previewer previewer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("warming").factory());
  private MeshImage expected = MeshImage.EMPTY;

  private Warming(Loader loader, Previewer previewer) {
    this.loader = loader;
    this.previewer = previewer;
  }

  static Warming start(Loader loader, Previewer previewer) {
    var warming = new Warming(loader, previewer);
    var _ = warming.thread.scheduleWithFixedDelay(warming::look, 0, 1, TimeUnit.SECONDS);
    return warming;
  }

  /** Does not wait: what is being worked out is thrown away with the process. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    MeshImage running = loader.image().approved();
    if (running.changesSince(expected).isEmpty()) {
      return;
    }
    expected = running;
    try {
      previewer.expect(running);
    } catch (RuntimeException e) {
      LOG.error("previews of {} are not prepared; the next will say why", running.position(), e);
    }
  }
}
