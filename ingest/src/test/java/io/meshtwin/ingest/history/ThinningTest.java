package io.meshtwin.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old checkpoints go, evenly, and what is left is whole. */
class ThinningTest {
  private static final long SEED = 5;
  private static final int STEP = 100;
  private static final int STEPS = 30;

  @TempDir Path directory;

  @Test
  void theOneWhoseNeighboursStandClosestGoesAndNeverTheNewest() {
    assertThat(Memory.closest(List.of(100L, 200L, 210L, 400L))).isEqualTo(1);
    assertThat(Memory.closest(List.of(500L, 1000L, 1001L))).isEqualTo(1);
    assertThat(Memory.closest(List.of(10L, 1000L))).isZero();
  }

  @Test
  void soManyAsThePolicySaysAreKeptAndEachIsWhole() throws IOException {
    var policy = new CheckpointPolicy(STEP, Duration.ofHours(1), 6, 1);
    List<Event> events = RandomLog.events(SEED, STEP * STEPS);
    try (Memory memory = Memory.open(directory, policy)) {
      TwinImage image = TwinImage.EMPTY;
      for (int end = STEP; end <= STEP * STEPS; end += STEP) {
        image = fold(image, events, end - STEP, end);
        memory.write(image, new Mark(end, end - 1L, "id"), OptionalLong.empty());
      }
      assertThat(memory.faults()).isEmpty();
    }
    var checkpoints = new Checkpoints(directory.resolve("checkpoints"));
    assertThat(checkpoints.ends()).hasSize(6).endsWith((long) STEP * STEPS);
    for (long end : checkpoints.ends()) {
      TwinImage truth = fold(TwinImage.EMPTY, events, 0, (int) end);
      CheckpointTest.assertSame(checkpoints.image(checkpoints.readHead(end)), truth, SEED);
    }
  }

  private static TwinImage fold(TwinImage base, List<Event> events, int from, int end) {
    var delta = new TwinDelta(base);
    for (int i = from; i < end; i++) {
      delta.replay(i, events.get(i));
    }
    return delta.apply();
  }
}
