package io.meshtwin.bench.history;

import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.testkit.scale.MeshSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Appends a generated history, reads it again, and asks about the past. */
final class HistoryBench {
  private static final int ROUNDS = 3;

  private final EventLog log;
  private final Report report = new Report();

  private enum Phase {
    REPLAY,
    CHECKPOINTS,
    MOMENTS,
    RESOURCES,
    BISECT
  }

  private HistoryBench(EventLog log) {
    this.log = log;
  }

  /**
   * Arguments: a directory for the log, the size of the mesh, the number of events, and what is
   * measured; all of it where nothing is named.
   */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    MeshSize size = MeshSize.valueOf(args[1]);
    int count = Integer.parseInt(args[2]);
    List<Phase> phases =
        args.length > 3
            ? Arrays.stream(args).skip(3).map(Phase::valueOf).toList()
            : List.of(Phase.values());
    try (EventLog log =
        EventLog.open(new LogLocation.Embedded(data, 0), new MeshTopic("mesh"), step -> {})) {
      var bench = new HistoryBench(log);
      if (log.head() == 0) {
        bench.append(size, count);
      }
      for (Phase phase : phases) {
        bench.run(phase, size);
      }
    }
  }

  private void run(Phase phase, MeshSize size) throws IOException {
    switch (phase) {
      case REPLAY -> replay();
      case CHECKPOINTS -> checkpoints();
      case MOMENTS -> new Asking(log, report).moments();
      case RESOURCES -> new Asking(log, report).resources();
      case BISECT -> new Bisecting(log, report).run(HistoryEvents.listing(size));
    }
  }

  private void append(MeshSize size, int count) {
    var ours = new ArrayList<Cost>();
    var bares = new ArrayList<Cost>();
    try (EventLog other =
            EventLog.open(
                new LogLocation.External(log.address()),
                new MeshTopic("bare"),
                StartProgress.SILENT);
        BareClients.Producer bare = new BareClients.Producer(log, other.topic().name());
        LogWriter writer = log.writer()) {
      // Each is first in turns, as what one leaves behind, the next has to clean up.
      HistoryEvents.batches(
          size,
          count,
          events -> {
            boolean oursFirst = ours.size() % 2 == 0;
            if (!oursFirst) {
              bares.add(bare.append(events));
            }
            ours.add(Cost.of(() -> writer.append(events)));
            if (oursFirst) {
              bares.add(bare.append(events));
            }
          });
    }
    Cost own = ours.stream().reduce(Cost.NONE, Cost::plus);
    Cost bare = bares.stream().reduce(Cost.NONE, Cost::plus);
    report.say("append", own.rates(count));
    report.say("bare producer", bare.rates(count));
    report.say("append / bare producer", own.beside(bare));
    report.say("size of the log", "%,d MiB".formatted(log.bytes().orElse(0) >> 20));
  }

  /** Round by round, so that what else the machine does falls on both. */
  private void replay() {
    long head = log.head();
    var ours = new ArrayList<Cost>();
    var bare = new ArrayList<Cost>();
    for (int round = 0; round < ROUNDS; round++) {
      bare.add(Cost.of(() -> BareClients.read(log, head)));
      ours.add(Cost.of(() -> replay(head)));
    }
    Cost best = ours.stream().reduce(Cost::best).orElseThrow();
    Cost bestBare = bare.stream().reduce(Cost::best).orElseThrow();
    report.say("replay of all events", best.rates(head));
    report.say("bare consumer", bestBare.rates(head));
    report.say("replay / bare consumer", best.beside(bestBare));
  }

  private void replay(long head) {
    try (History plain = History.open(log)) {
      plain.imageBefore(head);
    }
  }

  private void checkpoints() throws IOException {
    long head = log.head();
    Cost cost =
        Cost.of(() -> {
          try (History history = History.open(log, CheckpointPolicy.STANDARD)) {
            history.imageBefore(head);
            history.end(new LogPosition.AtTime(Instant.EPOCH));
          }
        });
    report.say("first opening, with all checkpoints and the index", cost.millis());
    long bytes = bytes(log.beside());
    report.say("checkpoints and index", "%,d MiB".formatted(bytes >> 20));
    report.say(
        "checkpoints and index / log",
        "%.3f".formatted((double) bytes / log.bytes().orElseThrow()));
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
