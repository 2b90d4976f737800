package io.meshtwin.app.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What one run of the program is at. For several threads at once. */
public final class Progress {
  private static final long TICK_MILLIS = 100;

  private final Display display;
  private final LongSupplier nanos;
  private final boolean ticks;
  private final Deque<Stage> open = new ArrayDeque<>();
  private long begun;
  private boolean ticking;
  private int held;
  private volatile boolean stopped;

  /** Something that is open and has to be closed before the process ends. */
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private Progress(Display display, LongSupplier nanos, boolean ticks) {
    this.display = display;
    this.nanos = nanos;
    this.ticks = ticks;
  }

  /** Shown to nobody. */
  public static Progress silent() {
    return new Progress(Display.NONE, System::nanoTime, false);
  }

  /** Shown by a thread of its own from the first stage on. */
  static Progress shown(Display display) {
    return new Progress(display, System::nanoTime, true);
  }

  /** Shown when {@link #tick} is called. */
  static Progress ticked(Display display, LongSupplier nanos) {
    return new Progress(display, nanos, false);
  }

  /**
   * Begins a stage; an outer one goes on when it ends.
   *
   * @param words that follow "interrupted while", such as "reading the mesh"
   * @throws StoppedException when the run was interrupted
   */
  public synchronized Stage stage(String words) {
    requireGoing();
    if (begun == 0) {
      begun = nanos.getAsLong();
    }
    if (ticks && !ticking) {
      ticking = true;
      Thread.ofPlatform().daemon().name("progress").start(this::goOnTicking);
    }
    var stage = new Stage(this, words);
    open.push(stage);
    return stage;
  }

  /**
   * Holds the process: what is opened now is closed, though the run be interrupted meanwhile.
   *
   * @throws StoppedException when the run was interrupted
   */
  public synchronized Hold hold() {
    requireGoing();
    held++;
    return this::letGo;
  }

  private synchronized void letGo() {
    held--;
    notifyAll();
  }

  /** Whether the run was interrupted. */
  public boolean stopped() {
    return stopped;
  }

  /**
   * Stops the run: whoever begins, counts or holds something from now on is thrown out of it. A run
   * that is at nothing and holds nothing has an end of its own, as a server has.
   *
   * @return what it was at, empty when it was at nothing that has a name
   */
  synchronized Optional<Standing> stop() {
    stopped = held > 0 || !open.isEmpty();
    display.clear();
    return standing();
  }

  /** Waits until everything that was held is closed, or the time is over. */
  synchronized boolean awaitClosed(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (held > 0) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Shows how far the run is. */
  synchronized void tick() {
    if (!stopped) {
      standing().ifPresent(display::show);
    }
  }

  void requireGoing() {
    if (stopped) {
      throw new StoppedException();
    }
  }

  synchronized void end(Stage stage) {
    open.remove(stage);
    if (!stopped) {
      display.clear();
    }
  }

  private Optional<Standing> standing() {
    return Optional.ofNullable(open.peek())
        .map(stage ->
            new Standing(
                stage.words(),
                stage.done(),
                stage.of(),
                Duration.ofNanos(nanos.getAsLong() - begun)));
  }

  private void goOnTicking() {
    try {
      while (!stopped) {
        Thread.sleep(TICK_MILLIS);
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
