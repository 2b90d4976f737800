package io.meshtwin.ingest.source;

import java.time.Duration;

/**
 * The rhythm in which a cluster is followed.
 *
 * @param firstPause before the first attempt after a failure; doubled with each further one
 * @param longestPause the pauses grow no longer than this
 * @param discovery how often a kind that the API server does not serve is looked for
 */
public record FollowSettings(Duration firstPause, Duration longestPause, Duration discovery) {
  /** A quarter of a second to ten seconds; absent kinds every ten seconds. */
  public static final FollowSettings DEFAULT =
      new FollowSettings(Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofSeconds(10));
}
