package io.meshtwin.ingest.history;

import io.meshtwin.testkit.scale.MeshHistory;
import io.meshtwin.testkit.scale.MeshSize;
import io.meshtwin.testkit.scale.MeshStyle;
import io.meshtwin.testkit.scale.ScaleMesh;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The log of a mesh in which nine of ten events are of Pods and EndpointSlices. */
final class BusyLog {
  /** No event is at a full second of the clock, where periods end. */
  private static final Duration PACE = Duration.ofMillis(2_601);

  private BusyLog() {}

  static List<Event> events(long seed, int count) {
    var events = new ArrayList<Event>(count);
    new MeshHistory(new ScaleMesh(MeshSize.S, MeshStyle.GATEWAY_API, seed), seed, PACE)
        .run(count, step -> events.add(event(step)));
    return events;
  }

  private static Event event(MeshHistory.Step step) {
    Manifest manifest = Manifest.of(ResourceKey.LOCAL, step.object());
    var provenance =
        new Provenance(ResourceKey.LOCAL, "", Actor.fieldManager(step.actor()), step.time(), null);
    return step.gone()
        ? new ResourceEvent.Deleted(manifest.key(), provenance)
        : new ResourceEvent.Applied(manifest, provenance);
  }
}
