package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Verdict;

/**
 * A case that was not sent.
 *
 * @param of the request
 * @param predicted what becomes of it
 * @param why it was not, in words
 */
public record SetAside(Case of, Verdict.Kind predicted, String why) {
  /** Whether nothing is claimed that an Envoy could confirm. */
  public boolean unknown() {
    return predicted == Verdict.Kind.UNKNOWN;
  }
}
