package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Decision;
import java.util.List;

/**
 * A prediction that a real Envoy did not confirm.
 *
 * @param of the request
 * @param predicted what was said
 * @param observed what came
 * @param differences each in one line: what, predicted, observed
 */
public record Disagreement(
    Case of, Decision predicted, Observed observed, List<String> differences) {
  public Disagreement {
    differences = List.copyOf(differences);
  }

  /** For messages: the request and the differences. */
  @Override
  public String toString() {
    return of + " -> " + String.join("; ", differences);
  }
}
