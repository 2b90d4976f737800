package io.meshtwin.app.serve;

import io.meshtwin.bridge.Bridge;
import io.meshtwin.bridge.rollout.Rollout;
import io.meshtwin.bridge.rollout.Waves;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.change.ChangeState;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the approved image to the proxies, on a thread of its own: what flows at once, a published
 * change in waves; and says in the log how the change ended. A change that was on its way when the
 * process ended is pushed again.
 */
final class ProxyPublisher implements Publisher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyPublisher.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** After a restart, so long the proxies have to come back before a change is pushed again. */
  private static final Duration COME_BACK = Duration.ofSeconds(5);

  private static final int LONGEST_REASON = 600;

  private final Bridge bridge;
  private final ChangeDesk desk;
  private final Thread thread = Thread.ofPlatform().daemon().name("proxies").unstarted(this::run);
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable TwinImage latest;
  private @Nullable String rollingOut;
  private boolean closed;
  private @Nullable Digest published;
  private @Nullable ResolvedMesh running;

  private ProxyPublisher(Bridge bridge, ChangeDesk desk) {
    this.bridge = bridge;
    this.desk = desk;
  }

  /** Waits for the first image. */
  static ProxyPublisher start(Bridge bridge, ChangeDesk desk) {
    var publisher = new ProxyPublisher(bridge, desk);
    publisher.thread.start();
    return publisher;
  }

  @Override
  public String name() {
    return "proxies";
  }

  @Override
  public synchronized void publish(TwinDelta delta, TwinImage image) {
    latest = image;
    if (rollingOut != null && !pending(image, rollingOut)) {
      // Somebody took the change back: its rollout ends, and the previous state stands.
      thread.interrupt();
    }
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      closing.countDown();
      if (rollingOut != null) {
        thread.interrupt();
      }
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean resumed = true;
    for (Optional<TwinImage> next = take(); next.isPresent(); next = take()) {
      try {
        bring(next.get(), resumed);
      } catch (RuntimeException e) {
        // A bug: proxies keep what they run, and the next image is tried.
        LOG.error("the proxies were not told of {}", next.get().approved(), e);
      }
      resumed = false;
    }
  }

  private synchronized Optional<TwinImage> take() {
    while (!closed && latest == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Only a rollout is interrupted; this one came after it had ended.
      }
    }
    Optional<TwinImage> next = closed ? Optional.empty() : Optional.ofNullable(latest);
    latest = null;
    return next;
  }

  private void pause(Duration duration) {
    try {
      if (closing.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("a pause was ended");
      }
    } catch (InterruptedException e) {
      LOG.debug("a pause was interrupted", e);
    }
  }

  private void bring(TwinImage image, boolean resumed) {
    MeshImage approved = image.approved();
    if (approved.digest().equals(published) && pending(image).isEmpty()) {
      return;
    }
    ResolvedMesh mesh = ResolvedMesh.of(approved, Dialect.detect(approved));
    Optional<Change> change = pending(image);
    if (change.isEmpty() || resumed) {
      bridge.publish(mesh);
      published = approved.digest();
      running = mesh;
    }
    if (change.isPresent()) {
      if (resumed) {
        pause(COME_BACK);
      }
      rollOut(change.get().id(), mesh);
    }
  }

  private void rollOut(String id, ResolvedMesh mesh) {
    synchronized (this) {
      if (closed || (latest != null && !pending(latest, id))) {
        return;
      }
      rollingOut = id;
    }
    LOG.info("rolling out change {}", id);
    try {
      settle(id, mesh, bridge.rollOut(mesh, Waves.DEFAULT));
    } catch (InterruptedException e) {
      ended();
      published = null;
      LOG.info("the rollout of {} was ended; the previous state stands", id);
    }
  }

  /** Nobody interrupts from here on; who did too late does not mean what follows. */
  private synchronized void ended() {
    rollingOut = null;
    Thread.interrupted();
  }

  private void settle(String id, ResolvedMesh mesh, Rollout rollout) {
    ended();
    switch (rollout) {
      case Rollout.Converged converged -> {
        published = mesh.image().digest();
        running = mesh;
        LOG.info("change {} runs at {} proxies", id, converged.proxies().size());
        record(() -> desk.converged(id, converged.proxies().size()));
      }
      case Rollout.RolledBack back -> {
        published = null;
        String reason = shortened(back.reason()) + blamed(back, mesh);
        LOG.warn("change {} is taken back: {}", id, reason);
        record(() -> desk.refused(id, reason));
      }
    }
  }

  /** Without a broker the outcome waits: nothing else is told to the proxies meanwhile. */
  private void record(Runnable outcome) {
    while (!isClosed()) {
      try {
        outcome.run();
        return;
      } catch (LogException e) {
        LOG.warn("the outcome of a rollout is not in the log yet: {}", e.getMessage());
        pause(ASK_AGAIN);
      }
    }
  }

  private String blamed(Rollout.RolledBack back, ResolvedMesh mesh) {
    ResolvedMesh before = running;
    if (back.refusal() == null || before == null) {
      return "";
    }
    String rules = ChangedRules.words(back.refusal().resources().keySet(), before, mesh);
    return rules.isEmpty() ? "" : "; it comes from " + rules;
  }

  /** Envoy quotes what it refuses, however long it is. */
  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON / 2)
            + " … "
            + reason.substring(reason.length() - LONGEST_REASON / 2);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static Optional<Change> pending(TwinImage image) {
    return image.changes().all().stream()
        .filter(change -> change.state() == ChangeState.PUBLISHED)
        .findFirst();
  }

  private static boolean pending(TwinImage image, String id) {
    Change change = image.changes().get(id);
    return change != null && change.state() == ChangeState.PUBLISHED;
  }
}
