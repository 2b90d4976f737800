package io.meshtwin.app.serve;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.history.Damage;
import io.meshtwin.ingest.history.Fold;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.FollowFaults;
import io.meshtwin.ingest.log.FollowState;
import io.meshtwin.ingest.log.LogFollower;
import io.meshtwin.ingest.log.LogListener;
import io.meshtwin.ingest.log.Losses;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the log into the image and hands every new image to the publishers. The whole log is folded
 * before the first of them is told, so that no proxy sees the past on a restart.
 */
public final class Loader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loader.class);

  private final List<Publisher> publishers = new ArrayList<>();
  private final Map<String, PublisherFault> faults = new ConcurrentSkipListMap<>();
  private volatile TwinImage image = TwinImage.EMPTY;
  private @Nullable LogFollower follower;

  private Loader() {}

  /**
   * Folds the log to its head, from the newest checkpoint that can be used, and goes on following.
   *
   * @throws io.meshtwin.ingest.log.LogUnavailableException when the log cannot be read to its head
   */
  public static Loader start(EventLog log, History history) {
    var loader = new Loader();
    long head = log.head();
    loader.image = history.imageBefore(head);
    Damage.unreadable(loader.image).forEach(record -> say(record.offset(), record.reason()));
    loader.follower = log.follow(head, loader.new Following(), new Failures());
    return loader;
  }

  /** From now on tells this publisher, too; begins with all that led to the image as it is. */
  public void tell(Publisher publisher) {
    synchronized (publishers) {
      publishers.add(publisher);
      var all = new TwinDelta(TwinImage.EMPTY);
      tell(publisher, all, image);
    }
  }

  /** From now on does not tell this publisher any more. */
  void tellNoMore(Publisher publisher) {
    synchronized (publishers) {
      publishers.remove(publisher);
    }
  }

  /** The image that everything up to now led to. */
  public TwinImage image() {
    return image;
  }

  /** How the loader stands to the log. */
  public FollowState logState() {
    return following().state();
  }

  /** What publishers failed, by name: the last failure of each. */
  public List<PublisherFault> faults() {
    return List.copyOf(faults.values());
  }

  /**
   * Waits until everything before an offset is folded and published.
   *
   * @return false when the time ran out
   */
  boolean await(long next, Duration limit) throws InterruptedException {
    return following().await(next, limit);
  }

  @Override
  public void close() {
    following().close();
  }

  private LogFollower following() {
    LogFollower running = follower;
    if (running == null) {
      throw new IllegalStateException("the loader has not started");
    }
    return running;
  }

  private void advance(TwinDelta delta) {
    TwinImage next = delta.apply();
    synchronized (publishers) {
      image = next;
      publishers.forEach(publisher -> tell(publisher, delta, next));
    }
  }

  private void tell(Publisher publisher, TwinDelta delta, TwinImage next) {
    try {
      publisher.publish(delta, next);
    } catch (RuntimeException e) {
      long offset = next.position().offset();
      LOG.error("{} failed at offset {}", publisher.name(), offset, e);
      faults.merge(
          publisher.name(),
          new PublisherFault(publisher.name(), offset, Instant.now(), reason(e), 1),
          Loader::again);
    }
  }

  private static void say(LogEntry entry) {
    if (entry instanceof LogEntry.CorruptRecord record) {
      say(record.offset(), record.reason());
    }
  }

  private static void say(long offset, String reason) {
    LOG.warn("the record at offset {} is set aside: {}", offset, reason);
  }

  private static PublisherFault again(PublisherFault before, PublisherFault now) {
    return new PublisherFault(
        now.publisher(), now.offset(), now.time(), now.reason(), before.count() + 1);
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  private final class Following implements LogListener {
    private final Losses losses = new Losses();

    @Override
    public void entries(List<LogEntry> entries) {
      var delta = new TwinDelta(image);
      entries.forEach(entry -> Fold.entry(entry, delta));
      entries.forEach(Loader::say);
      advance(delta);
    }

    @Override
    public void state(FollowState state) {
      losses.news(state).ifPresent(LOG::warn);
    }
  }

  private static final class Failures implements FollowFaults {
    @Override
    public void listenerFailed(long first, long last, Throwable failure) {
      LOG.error("offsets {} to {} were not folded", first, last, failure);
    }
  }
}
