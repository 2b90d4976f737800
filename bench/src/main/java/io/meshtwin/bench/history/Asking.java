package io.meshtwin.bench.history;

import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.TwinImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Asks about the past, in a process that has its checkpoints and its index already. */
final class Asking {
  private static final int QUESTIONS = 200;
  private static final long SEED = 11;

  private final EventLog log;
  private final Report report;
  private final Random random = new Random(SEED);

  Asking(EventLog log, Report report) {
    this.log = log;
    this.report = report;
  }

  void moments() {
    try (History history = History.open(log, CheckpointPolicy.STANDARD)) {
      report.say(
          "newest image from its checkpoint, cold",
          Cost.of(() -> history.imageBefore(log.head())).millis());
      report.say(
          "the index read, cold",
          Cost.of(() -> history.end(new LogPosition.AtTime(Instant.EPOCH))).millis());
      var restored = new ArrayList<Cost>();
      var found = new ArrayList<Cost>();
      for (int i = 0; i < QUESTIONS; i++) {
        long offset = random.nextLong(log.head());
        var images = new ArrayList<TwinImage>();
        restored.add(Cost.of(() -> images.add(history.image(new LogPosition.AtOffset(offset)))));
        var time = new LogPosition.AtTime(images.getFirst().position().time());
        found.add(Cost.of(() -> history.end(time)));
      }
      report.say("a moment restored", Cost.spread(restored));
      report.say("a time looked up", Cost.spread(found));
    }
  }

  void resources() {
    try (History history = History.open(log, CheckpointPolicy.STANDARD)) {
      history.end(new LogPosition.AtTime(Instant.EPOCH));
      List<ResourceKey> keys =
          List.copyOf(history.imageBefore(log.head()).observed().resources().keySet());
      ask(history, "one resource", keys, key -> true);
      ask(history, "one EndpointSlice", keys, key -> key.kind().equals("EndpointSlice"));
    }
  }

  private void ask(
      History history, String what, List<ResourceKey> all, Predicate<ResourceKey> which) {
    List<ResourceKey> keys = all.stream().filter(which).toList();
    var costs = new ArrayList<Cost>();
    var events = new ArrayList<Integer>();
    for (int i = 0; i < QUESTIONS; i++) {
      ResourceKey key = keys.get(random.nextInt(keys.size()));
      costs.add(
          Cost.of(() -> events.add(history.events(new Span(0, log.head()), key::equals).size())));
    }
    report.say("all events of " + what, Cost.spread(costs));
    report.say(
        "  of so many",
        "%.1f on average, %d at most"
            .formatted(
                events.stream().mapToInt(n -> n).average().orElse(0),
                events.stream().mapToInt(n -> n).max().orElse(0)));
  }
}
