package io.meshtwin.simulator.history;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * The running image at a moment and what each later event made of it. Events that changed nothing
 * in it (held back, repeated) are left out.
 */
public final class Timeline {
  private final MeshImage base;
  private final List<Moment> moments = new ArrayList<>();
  private TwinImage current;

  /** Begins at an image. */
  public Timeline(TwinImage base) {
    // Each of thousands of images is asked.
    this.base = base.approved().withReferences();
    this.current = base;
  }

  /** Folds the next event of the log. */
  public void add(long offset, Event event) {
    var delta = new TwinDelta(current);
    delta.replay(offset, event);
    var updates = delta.approved().updates();
    current = delta.apply();
    if (!updates.isEmpty()) {
      moments.add(new Moment(offset, event, updates, current.approved()));
    }
  }

  /** The image before the first event. */
  public MeshImage base() {
    return base;
  }

  /** What each event made of it, oldest first. */
  public List<Moment> moments() {
    return moments;
  }

  /** The image after the last event. */
  public MeshImage last() {
    return moments.isEmpty() ? base : moments.getLast().image();
  }

  /**
   * The indices of the moments that touch what a flow depends on just then; after each other one a
   * verdict is as it was before.
   *
   * @param reach one of the flow
   */
  public BitSet touched(Reach reach) {
    return TouchedMoments.of(this, reach);
  }

  /** The image before a moment. */
  MeshImage before(int index) {
    return index == 0 ? base : moments.get(index - 1).image();
  }

  /** An image in which only some events happened. */
  static MeshImage with(MeshImage base, Collection<Moment> some) {
    var delta = new MeshDelta(base);
    for (Moment moment : some) {
      moment.updates().forEach((key, update) -> delta.restore(key, update.after()));
    }
    return delta.apply(base.position());
  }
}
