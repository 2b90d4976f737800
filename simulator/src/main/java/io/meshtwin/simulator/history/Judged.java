package io.meshtwin.simulator.history;

import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.intent.Judgement;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an intent in one image.
 *
 * @param judgement whether it holds
 * @param verdict of its request, null where the image cannot be asked (its client does not exist)
 */
public record Judged(Judgement judgement, @Nullable Verdict verdict) {
  /** Whether it holds. */
  public boolean holds() {
    return judgement instanceof Judgement.Holds;
  }

  /** {@code holds}, {@code broken} or {@code unknown}. */
  public String word() {
    return switch (judgement) {
      case Judgement.Holds _ -> "holds";
      case Judgement.Broken _ -> "broken";
      case Judgement.Unknown _ -> "unknown";
    };
  }

  /** Why it does not hold; empty where it does. */
  public String why() {
    return switch (judgement) {
      case Judgement.Holds _ -> "";
      case Judgement.Broken broken -> broken.why();
      case Judgement.Unknown unknown -> unknown.reason();
    };
  }
}
