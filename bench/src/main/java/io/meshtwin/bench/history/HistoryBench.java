package io.meshtwin.bench.history;

import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.testkit.scale.MeshSize;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.TwinImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Appends a generated history, reads it again, and asks about the past. */
final class HistoryBench {
  private static final int MOMENTS = 60;
  private static final long SEED = 11;

  private final EventLog log;
  private long head;

  private HistoryBench(EventLog log) {
    this.log = log;
  }

  /** Arguments: a directory for the log, the size of the mesh, the number of events. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    MeshSize size = MeshSize.valueOf(args[1]);
    int count = Integer.parseInt(args[2]);
    try (EventLog log =
        EventLog.open(new LogLocation.Embedded(data, 0), new MeshTopic("mesh"), step -> {})) {
      var bench = new HistoryBench(log);
      bench.head = log.head();
      if (bench.head == 0) {
        bench.append(size, count);
      }
      bench.replay();
      bench.checkpoints();
      bench.moments();
      bench.resource();
    }
  }

  private void append(MeshSize size, int count) {
    long[] nanos = new long[1];
    try (EventLog other =
            EventLog.open(
                new LogLocation.External(log.address()),
                new MeshTopic("bare"),
                StartProgress.SILENT);
        BareClients.Producer bare = new BareClients.Producer(log, other.topic().name());
        LogWriter writer = log.writer()) {
      HistoryEvents.batches(
          size,
          count,
          events -> {
            bare.send(events);
            nanos[0] += append(writer, events);
          });
      say("append", "%,.0f events/s".formatted(count / (nanos[0] / 1e9)));
      say("bare producer", "%,.0f records/s".formatted(bare.rate()));
      say("append / bare producer", "%.2f".formatted(count / (nanos[0] / 1e9) / bare.rate()));
    }
    head = log.head();
    say("size of the log", "%,d MiB".formatted(log.bytes().orElse(0) >> 20));
  }

  private static long append(LogWriter writer, List<Event> events) {
    long begin = System.nanoTime();
    writer.append(events);
    return System.nanoTime() - begin;
  }

  private void replay() {
    double cold = BareClients.read(log, head);
    double bare = Math.max(cold, BareClients.read(log, head));
    long begin = System.nanoTime();
    TwinImage image;
    try (History plain = History.open(log)) {
      image = plain.imageBefore(head);
    }
    double rate = image.position().offset() / ((System.nanoTime() - begin) / 1e9);
    say("replay of all events", "%,.0f events/s to %s".formatted(rate, image.observed()));
    say("bare consumer", "%,.0f records/s".formatted(bare));
    say("replay / bare consumer", "%.2f".formatted(rate / bare));
  }

  private void checkpoints() throws IOException {
    long begin = System.nanoTime();
    try (History history = History.open(log, CheckpointPolicy.STANDARD)) {
      history.imageBefore(head);
      history.end(new LogPosition.AtTime(Instant.EPOCH));
    }
    say("first opening, with all checkpoints and the index", "%,d ms".formatted(millis(begin)));
    long bytes = bytes(log.beside());
    say("checkpoints and index", "%,d MiB".formatted(bytes >> 20));
    say(
        "checkpoints and index / log",
        "%.3f".formatted((double) bytes / log.bytes().orElseThrow()));
  }

  private void moments() {
    var random = new Random(SEED);
    long begin = System.nanoTime();
    try (History history = History.open(log, CheckpointPolicy.STANDARD)) {
      history.imageBefore(head);
      say("newest image from its checkpoint, cold", "%,d ms".formatted(millis(begin)));
      long[] offsets = new long[MOMENTS];
      long[] times = new long[MOMENTS];
      for (int i = 0; i < MOMENTS; i++) {
        long offset = random.nextLong(head);
        long start = System.nanoTime();
        TwinImage image = history.image(new LogPosition.AtOffset(offset));
        offsets[i] = millis(start);
        start = System.nanoTime();
        history.end(new LogPosition.AtTime(image.position().time()));
        times[i] = millis(start);
      }
      say("a moment restored", "%s".formatted(spread(offsets)));
      say("a time looked up", "%s".formatted(spread(times)));
    }
  }

  private void resource() {
    try (History history = History.open(log, CheckpointPolicy.STANDARD)) {
      Span all = new Span(0, head);
      List<ResourceKey> keys =
          new ArrayList<>(history.imageBefore(head).observed().resources().keySet());
      var random = new Random(SEED);
      long[] nanos = new long[MOMENTS];
      long events = 0;
      for (int i = 0; i < MOMENTS; i++) {
        ResourceKey key = keys.get(random.nextInt(keys.size()));
        long start = System.nanoTime();
        events += history.events(all, key::equals).size();
        nanos[i] = millis(start);
      }
      say(
          "all events of one resource",
          "%s, %.1f events each".formatted(spread(nanos), events / 60.0));
      long start = System.nanoTime();
      ResourceKey slice =
          keys.stream().filter(k -> k.kind().equals("EndpointSlice")).findFirst().orElseThrow();
      int found = history.events(all, slice::equals).size();
      say("all events of one EndpointSlice", "%,d ms, %,d events".formatted(millis(start), found));
    }
  }

  private static String spread(long[] millis) {
    Arrays.sort(millis);
    return "p50 %,d ms, p95 %,d ms, most %,d ms"
        .formatted(
            millis[millis.length / 2], millis[millis.length * 95 / 100], millis[millis.length - 1]);
  }

  private static long millis(long since) {
    return Duration.ofNanos(System.nanoTime() - since).toMillis();
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void say(String what, String value) {
    System.out.printf("%-50s %s%n", what, value);
    System.out.flush();
  }
}
