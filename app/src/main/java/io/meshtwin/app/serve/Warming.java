package io.meshtwin.app.serve;

import io.meshtwin.twin.image.MeshImage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the previewer ready for the mesh as it is, so that whoever proposes a change does not wait
 * for what does not depend on the change. Looks once a second, and on a mesh that never rests so
 * seldom that it takes a tenth of a processor at most; nothing waits for it.
 */
final class Warming implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Warming.class);

  /** Rests so many times as long as it worked. */
  private static final int REST = 9;

  private static final long LEAST_REST_MILLIS = 1_000;

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
    warming.thread.execute(warming::look);
    return warming;
  }

  /** Does not wait: what is being worked out is thrown away with the process. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    long start = System.nanoTime();
    MeshImage running = loader.image().approved();
    if (!running.changesSince(expected).isEmpty()) {
      prepare(running);
    }
    long worked = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    var _ =
        thread.schedule(
            this::look, Math.max(LEAST_REST_MILLIS, REST * worked), TimeUnit.MILLISECONDS);
  }

  private void prepare(MeshImage running) {
    expected = running;
    try {
      previewer.expect(running);
    } catch (RuntimeException e) {
      LOG.error("previews of {} are not prepared; the next will say why", running.position(), e);
    }
  }
}
