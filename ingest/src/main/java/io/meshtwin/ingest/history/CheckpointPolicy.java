package io.meshtwin.ingest.history;

import java.time.Duration;

/**
 * When an image is written beside the log, and how many are kept.
 *
 * @param events so many after the last one; at least 1
 * @param interval or after so long, when anything happened
 * @param most so many are kept, those that stand closest are thinned first; at least 2
 * @param share of the log's size that all of them may take, above a floor of 16 MiB; over 0
 */
public record CheckpointPolicy(long events, Duration interval, int most, double share) {
  /** What {@code serve} does. */
  public static final CheckpointPolicy STANDARD =
      new CheckpointPolicy(8_000, Duration.ofMinutes(10), 256, 0.18);

  /** Small logs need no thrift. */
  static final long FLOOR_BYTES = 16L << 20;

  public CheckpointPolicy {
    if (events < 1 || most < 2 || share <= 0) {
      throw new IllegalArgumentException("no policy for checkpoints: " + events + ", " + most);
    }
  }
}
