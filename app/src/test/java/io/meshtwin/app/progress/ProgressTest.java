package io.meshtwin.app.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private long now = 1;

  @Test
  void shortWorkSaysNothingAndDoesNotEvenAskForTheTerminal() {
    var asked = new AtomicBoolean();
    Progress progress = progress(asked);
    try (Stage stage = progress.stage("reading")) {
      after(progress, 999);
      stage.step(1, 2);
    }
    assertThat(said()).isEmpty();
    assertThat(asked).isFalse();
  }

  @Test
  void aTerminalShowsOneLineFromTheFirstSecondOnAndNothingAtTheEnd() {
    Progress progress = on(true);
    try (Stage stage = progress.stage("reading manifests")) {
      after(progress, 1_000);
      stage.step(120, 10_000);
      after(progress, 2_500);
    }
    assertThat(said())
        .isEqualTo(
            CLEAR
                + "reading manifests: 1 s"
                + CLEAR
                + "reading manifests: 120 of 10,000, 3 s"
                + CLEAR);
  }

  @Test
  void aLineIsNeverWiderThanATerminal() {
    Progress progress = on(true);
    try (Stage _ = progress.stage("x".repeat(200))) {
      after(progress, 1_000);
    }
    assertThat(said().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
  }

  @Test
  void withoutATerminalThereIsALineEveryTenSeconds() {
    Progress progress = on(false);
    try (Stage stage = progress.stage("reading")) {
      for (int second = 1; second <= 25; second++) {
        stage.step(second, 25);
        after(progress, 1_000);
      }
    }
    assertThat(said().lines())
        .containsExactly("meshtwin: reading: 10 of 25, 10 s", "meshtwin: reading: 20 of 25, 20 s");
  }

  @Test
  void anOuterStageGoesOnWhenAnInnerOneEnds() {
    Progress progress = on(false);
    try (Stage _ = progress.stage("outer")) {
      progress.stage("inner").close();
      after(progress, 10_000);
    }
    assertThat(said()).isEqualTo("meshtwin: outer: 10 s\n");
  }

  @Test
  void aStoppedRunEndsAtItsNextStepAndSaysWhatItWasAt() {
    Progress progress = on(true);
    Stage stage = progress.stage("comparing");
    stage.step(1, 2);
    now += Duration.ofMillis(1_250).toNanos();
    assertThat(progress.stop().orElseThrow().whenInterrupted())
        .isEqualTo("comparing (1 of 2), after 1.3 s");
    assertThatThrownBy(() -> stage.step(2, 2)).isInstanceOf(StoppedException.class);
    assertThatThrownBy(() -> progress.stage("next")).isInstanceOf(StoppedException.class);
    assertThatThrownBy(progress::hold).isInstanceOf(StoppedException.class);
    after(progress, 5_000);
    assertThat(said()).isEmpty();
  }

  @Test
  void whatIsHeldIsWaitedFor() throws InterruptedException {
    Progress progress = on(true);
    Progress.Hold hold = progress.hold();
    progress.stop();
    assertThat(progress.awaitClosed(Duration.ofMillis(1))).isFalse();
    Thread.ofVirtual().start(hold::close);
    assertThat(progress.awaitClosed(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aRunThatIsAtNothingIsNotStopped() {
    Progress progress = on(true);
    assertThat(progress.stop()).isEmpty();
    assertThat(progress.stopped()).isFalse();
  }

  private void after(Progress progress, long millis) {
    now += Duration.ofMillis(millis).toNanos();
    progress.tick();
  }

  private Progress on(boolean terminal) {
    return Progress.ticked(new ErrorDisplay(stream(), () -> terminal), () -> now);
  }

  private Progress progress(AtomicBoolean asked) {
    return Progress.ticked(
        new ErrorDisplay(
            stream(),
            () -> {
              asked.set(true);
              return true;
            }),
        () -> now);
  }

  private PrintStream stream() {
    return new PrintStream(said, true, StandardCharsets.UTF_8);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
