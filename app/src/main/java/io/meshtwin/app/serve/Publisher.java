package io.meshtwin.app.serve;

import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;

/**
 * Follows the image. Called on the loader's thread, so it is quick; what it throws is written down
 * and does not stop the loader.
 */
public interface Publisher {
  /** What the status calls it. */
  String name();

  /**
   * Takes the next image.
   *
   * @param delta what led to it; empty on the empty image the first time, when the image says all.
   *     A publisher that failed is not told again what it missed: the image has it
   * @param image the new image
   */
  void publish(TwinDelta delta, TwinImage image);
}
