package io.meshtwin.simulator.history;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.image.MeshImage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Judges images, each once: images that hold the same are the same image. For several threads, if
 * what it asks is.
 */
public final class Judge {
  private final Function<MeshImage, Judged> ask;
  private final Map<Digest, Judged> known = new ConcurrentHashMap<>();

  /** Asks this about an image that was not asked about before. */
  public Judge(Function<MeshImage, Judged> ask) {
    this.ask = ask;
  }

  /** What becomes of the intent in an image. */
  public Judged of(MeshImage image) {
    Digest content = image.digest();
    Judged before = known.get(content);
    if (before != null) {
      return before;
    }
    Judged judged = ask.apply(image);
    known.put(content, judged);
    return judged;
  }

  /** How many images were simulated. */
  public int asked() {
    return known.size();
  }
}
