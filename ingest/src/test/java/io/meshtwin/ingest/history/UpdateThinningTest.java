package io.meshtwin.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.WatchGap;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Updates of Pods and endpoints are left out, and nothing else. */
class UpdateThinningTest {
  private static final long SEED =
      Long.getLong("meshtwin.seed", Math.floorMod(System.nanoTime(), 1_000_000L));
  private static final int EVENTS = 20_000;
  private static final Duration PERIOD = Duration.ofHours(1);
  private static final Set<String> THINNED = Set.of("Pod", "EndpointSlice");

  private static List<Event> all;
  private static final List<Event> kept = new ArrayList<>();
  private static long leftOut;

  @BeforeAll
  static void thin() {
    all = BusyLog.events(SEED, EVENTS);
    var thinning = new UpdateThinning(PERIOD, kept::add);
    all.forEach(thinning::add);
    thinning.end();
    leftOut = thinning.leftOut();
  }

  @Test
  void theImageAtEveryPeriodsEndAndAtTheEndIsTheOneItWas() {
    Instant end = all.getLast().provenance().time();
    var moments = new ArrayList<Instant>();
    for (Event event : kept) {
      if (event instanceof WatchGap gap) {
        moments.add(gap.until());
      }
    }
    assertThat(moments).as("seed %d", SEED).hasSizeGreaterThan(10).contains(end);
    for (Instant moment : Set.copyOf(moments)) {
      assertThat(fold(kept, moment).observed().digest())
          .as("seed %d, at %s", SEED, moment)
          .isEqualTo(fold(all, moment).observed().digest());
    }
  }

  @Test
  void everythingElseIsKeptInItsOrderAndWhatIsLeftOutIsCounted() {
    assertThat(kept.stream().filter(UpdateThinningTest::isOther).toList())
        .as("seed %d", SEED)
        .isEqualTo(all.stream().filter(UpdateThinningTest::isOther).toList());
    List<WatchGap> gaps =
        kept.stream().filter(WatchGap.class::isInstance).map(WatchGap.class::cast).toList();
    assertThat(kept).as("seed %d", SEED).hasSize(EVENTS - (int) leftOut + gaps.size());
    assertThat(leftOut).as("seed %d", SEED).isGreaterThan(EVENTS / 4);
    long said =
        gaps.stream().mapToLong(gap -> Long.parseLong(gap.reason().replaceAll("[^0-9]", ""))).sum();
    assertThat(said).as("seed %d", SEED).isEqualTo(leftOut);
  }

  @Test
  void aGapBeginsWhereTheOneBeforeEnds() {
    var ends = new ArrayList<Instant>();
    for (Event event : kept) {
      if (event instanceof WatchGap gap && gap.kind().equals("Pod")) {
        if (!ends.isEmpty()) {
          assertThat(gap.from()).as("seed %d", SEED).isEqualTo(ends.getLast());
        }
        ends.add(gap.until());
      }
    }
    assertThat(ends).hasSizeGreaterThan(10);
  }

  @Test
  void aPeriodIsAtLeastASecond() {
    assertThatThrownBy(() -> new UpdateThinning(Duration.ofMillis(10), kept::add))
        .hasMessage("a period is at least a second, not PT0.01S");
  }

  /** Creations, deletions, and whatever is about other kinds. */
  private static boolean isOther(Event event) {
    return !(event instanceof WatchGap)
        && !(event instanceof ResourceEvent.Applied applied
            && THINNED.contains(applied.key().kind()));
  }

  private static TwinImage fold(List<Event> events, Instant moment) {
    var delta = new TwinDelta(TwinImage.EMPTY);
    for (int i = 0; i < events.size(); i++) {
      if (!events.get(i).provenance().time().isAfter(moment)) {
        delta.replay(i, events.get(i));
      }
    }
    return delta.apply();
  }
}
