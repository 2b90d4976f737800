package io.meshtwin.bridge.sample;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Eventually() {}

  /** Waits until the condition holds; fails with what it is like instead. */
  public static void holds(String what, BooleanSupplier condition, Supplier<String> instead) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LIMIT + ": " + what + "\n" + instead.get());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
