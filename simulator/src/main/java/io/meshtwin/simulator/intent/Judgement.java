package io.meshtwin.simulator.intent;

/** What a verdict means for an expectation. */
public sealed interface Judgement {
  /** It holds. */
  record Holds() implements Judgement {}

  /** It does not; {@code why} says what is instead. */
  record Broken(String why) implements Judgement {}

  /** The verdict is not known, so neither is this. */
  record Unknown(String reason) implements Judgement {}
}
