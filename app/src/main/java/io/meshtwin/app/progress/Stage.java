package io.meshtwin.app.progress;

/**
 * A part of a run that may take long; ends when it is closed. For several threads at once.
 *
 * <p>Telling how far it is is cheap, and is the place where an interrupted run ends.
 */
public final class Stage implements AutoCloseable {
  private final Progress progress;
  private volatile String words;
  private volatile long done;
  private volatile long of;

  Stage(Progress progress, String words) {
    this.progress = progress;
    this.words = words;
  }

  /**
   * So much of so much is done.
   *
   * @throws StoppedException when the run was interrupted
   */
  public void step(long nowDone, long all) {
    progress.requireGoing();
    done = nowDone;
    of = all;
  }

  /** The stage goes on with something else, of which nothing is counted yet; never throws. */
  public void now(String other) {
    words = other;
    of = 0;
  }

  String words() {
    return words;
  }

  long done() {
    return done;
  }

  long of() {
    return of;
  }

  @Override
  public void close() {
    progress.end(this);
  }
}
