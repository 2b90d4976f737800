package io.meshtwin.app.cli;

import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.simulator.diff.Steps;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A comparison of two meshes as a stage of a command. */
final class ComparisonStage implements Steps {
  private final Stage stage;
  private volatile @Nullable Phase at;

  private ComparisonStage(Stage stage) {
    this.stage = stage;
  }

  /** Compares, telling how far it is. */
  static <T> T of(Progress progress, Function<Steps, T> comparison) {
    try (Stage stage = progress.stage("comparing behaviour")) {
      return comparison.apply(new ComparisonStage(stage));
    }
  }

  @Override
  public void step(Phase phase, int done, int of) {
    if (phase != at) {
      at = phase;
      stage.now(
          switch (phase) {
            case COUNTING -> "counting classes of requests";
            case COMPARING -> "comparing behaviour";
            case DIAGNOSING -> "looking for findings";
          });
    }
    stage.step(done, of);
  }
}
