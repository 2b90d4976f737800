package io.meshtwin.simulator.diff;

/** Told how far a comparison is, by any of its threads; when it throws, the comparison ends. */
@FunctionalInterface
public interface Steps {
  /** Nobody is told. */
  Steps UNTOLD = (phase, done, of) -> {};

  /** What a comparison does, in its order. */
  enum Phase {
    /** Classes of requests are counted, destination by destination. */
    COUNTING,
    /** Destinations are compared, one after the other. */
    COMPARING,
    /** What is wrong with the meshes is looked for; not counted. */
    DIAGNOSING
  }

  /**
   * So many of so many destinations are done.
   *
   * @param of 0 where nothing is counted
   */
  void step(Phase phase, int done, int of);
}
