package io.meshtwin.ingest.history;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogFollower;
import io.meshtwin.ingest.log.LogListener;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogUnavailableException;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Writes seeded events into a log, from where the log ends, folds what comes back and makes
 * checkpoints, without an end; says before each what it is about to do, so that it can be killed
 * there.
 */
final class CrashWorker {
  static final CheckpointPolicy POLICY = new CheckpointPolicy(100, Duration.ofHours(1), 8, 1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LARGEST_BATCH = 60;

  private CrashWorker() {}

  /** Arguments: the seed, the data directory, and a Kafka where it is not embedded. */
  public static void main(String[] args) throws InterruptedException {
    LogLocation place =
        args.length == 2
            ? new LogLocation.Embedded(Path.of(args[1]), 0)
            : new LogLocation.External(args[2], Path.of(args[1]));
    try (EventLog log = EventLog.open(place, new MeshTopic("crash"), StartProgress.SILENT);
        LogWriter writer = log.writer();
        History history = History.open(log, POLICY)) {
      work(log, writer, history, new RandomLog(Long.parseLong(args[0])));
    }
  }

  private static void work(EventLog log, LogWriter writer, History history, RandomLog events)
      throws InterruptedException {
    int[] there = new int[1];
    long head = log.readFrom(0, entry -> there[0]++);
    var fold = new Folding(history.imageBefore(head));
    say("ready " + there[0]);
    events.next(there[0]);
    var random = new Random(there[0]);
    try (LogFollower follower = log.follow(head, fold, (first, last, e) -> say("fault " + e))) {
      while (true) {
        List<Event> batch = events.next(1 + random.nextInt(LARGEST_BATCH));
        say(
            batch.stream().anyMatch(ChangeEvent.Approved.class::isInstance)
                ? "approving"
                : "writing");
        List<Long> offsets = writer.append(batch);
        there[0] += batch.size();
        say("acknowledged " + there[0]);
        say("folding");
        if (!follower.await(offsets.getLast() + 1, PATIENCE)) {
          throw new IllegalStateException("not folded to " + offsets.getLast());
        }
        say("checkpointing");
        keep(history, fold.image, offsets.getLast() + 1);
      }
    }
  }

  /** As a server does: a broker that is away longer than a question waits costs a checkpoint. */
  private static void keep(History history, TwinImage image, long end) {
    try {
      history.keep(image, end);
    } catch (LogUnavailableException e) {
      say("no checkpoint now");
    }
  }

  private static void say(String what) {
    System.out.println(what);
    System.out.flush();
  }

  private static final class Folding implements LogListener {
    private volatile TwinImage image;

    Folding(TwinImage image) {
      this.image = image;
    }

    @Override
    public void entries(List<LogEntry> entries) {
      var delta = new TwinDelta(image);
      entries.forEach(entry -> Fold.entry(entry, delta));
      image = delta.apply();
    }
  }
}
