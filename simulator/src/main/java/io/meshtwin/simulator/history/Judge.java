package io.meshtwin.simulator.history;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.image.MeshImage;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Judges images, each once: images that hold the same are the same image. For several threads, if
 * what it asks is.
 */
public final class Judge {
  private final Function<MeshImage, Judged> ask;
  private final Map<Digest, Judged> known = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

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
    asked.incrementAndGet();
    Judged judged = ask.apply(image);
    known.put(content, judged);
    return judged;
  }

  /**
   * Judges every image of a timeline, as each is asked for in any case, since an intent that flaps
   * is told: those after some moments by all processors, each other one as the one before it.
   *
   * @param touched the indices of those moments ({@link Timeline#touched})
   */
  public void all(Timeline timeline, BitSet touched) {
    List<Moment> moments = timeline.moments();
    touched.stream().parallel().forEach(i -> of(moments.get(i).image()));
    Judged last = of(timeline.base());
    for (int i = 0; i < moments.size(); i++) {
      MeshImage image = moments.get(i).image();
      if (!touched.get(i)) {
        known.putIfAbsent(image.digest(), last);
      }
      last = of(image);
    }
  }

  /** How many images were simulated. */
  public int asked() {
    return asked.get();
  }
}
