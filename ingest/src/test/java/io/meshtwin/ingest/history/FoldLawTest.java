package io.meshtwin.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same log gives the same image in any batching and from any checkpoint. */
class FoldLawTest {
  private static final int EVENTS = 100_000;
  private static final long SEED =
      Long.getLong("meshtwin.seed", Math.floorMod(System.nanoTime(), 1_000_000L));

  private static List<Event> events;
  private static TwinImage truth;

  @TempDir Path directory;

  @BeforeAll
  static void foldOnce() {
    events = RandomLog.events(SEED, EVENTS);
    truth = fold(TwinImage.EMPTY, 0, EVENTS);
  }

  @Test
  void inAnyBatchingTheImageIsTheSame() {
    var random = new Random(SEED);
    for (int longest : List.of(50, 5_000)) {
      TwinImage image = TwinImage.EMPTY;
      for (int next = 0; next < EVENTS; ) {
        int end = Math.min(EVENTS, next + 1 + random.nextInt(longest));
        image = fold(image, next, end);
        next = end;
      }
      CheckpointTest.assertSame(image, truth, SEED);
    }
  }

  @Test
  void fromAnyCheckpointTheImageIsTheSame() throws IOException {
    var random = new Random(SEED);
    var checkpoints = new Checkpoints(directory);
    TwinImage image = TwinImage.EMPTY;
    for (int next = 0; next < EVENTS; ) {
      int end = Math.min(EVENTS, next + 1 + random.nextInt(20_000));
      image = fold(image, next, end);
      checkpoints.write(image, new Mark(end, end - 1L, ""));
      next = end;
    }
    assertThat(checkpoints.ends()).hasSizeGreaterThan(3);
    for (long end : checkpoints.ends()) {
      TwinImage restored = checkpoints.image(checkpoints.readHead(end));
      CheckpointTest.assertSame(fold(restored, (int) end, EVENTS), truth, SEED);
    }
  }

  private static TwinImage fold(TwinImage base, int from, int end) {
    var delta = new TwinDelta(base);
    for (int i = from; i < end; i++) {
      delta.replay(i, events.get(i));
    }
    return delta.apply();
  }
}
