package io.meshtwin.ingest.source;

import java.time.Duration;

/** Pauses between attempts, each twice as long as the one before. For one thread. */
final class Backoff {
  private final FollowSettings settings;
  private Duration next;

  Backoff(FollowSettings settings) {
    this.settings = settings;
    this.next = settings.firstPause();
  }

  void reset() {
    next = settings.firstPause();
  }

  void pause() throws InterruptedException {
    Thread.sleep(next);
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(settings.longestPause()) < 0 ? twice : settings.longestPause();
  }
}
