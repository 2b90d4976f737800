package io.meshtwin.simulator.history;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one event made of the running image.
 *
 * @param offset of the event
 * @param event the event
 * @param updates what became of resources: of several where a change was published or rolled back
 * @param image the image after it
 */
public record Moment(
    long offset, Event event, Map<ResourceKey, MeshDelta.Update> updates, MeshImage image) {
  public Moment {
    updates = Collections.unmodifiableMap(new TreeMap<>(updates));
  }
}
