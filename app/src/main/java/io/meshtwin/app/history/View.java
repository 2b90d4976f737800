package io.meshtwin.app.history;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinImage;
import org.pcollections.HashTreePMap;

/** Which of a twin's two images a question is about. */
public enum View {
  /** What proxies were meant to run: configuration that nobody approved is held back. */
  APPROVED,
  /** What the cluster said: what proxies run where another control plane configures them. */
  OBSERVED;

  /** The image. */
  public MeshImage of(TwinImage twin) {
    return this == APPROVED ? twin.approved() : twin.observed();
  }

  /** The twin from which a timeline begins: where nothing is held back, both images are one. */
  TwinImage base(TwinImage twin) {
    return this == APPROVED
        ? twin
        : new TwinImage(
            twin.observed(),
            twin.observed(),
            false,
            twin.changes(),
            HashTreePMap.empty(),
            twin.setAside(),
            twin.position());
  }

  /** Whether an event moves the image: changes do not move what the cluster says. */
  boolean takes(Event event) {
    return this == APPROVED || event instanceof ResourceEvent;
  }
}
