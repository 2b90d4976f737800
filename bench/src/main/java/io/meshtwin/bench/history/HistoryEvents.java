package io.meshtwin.bench.history;

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
import java.util.function.Consumer;

/** The generated history as events, in batches as large as a listing of a mesh. */
final class HistoryEvents {
  static final int BATCH = 10_000;
  private static final long SEED = 7;

  private HistoryEvents() {}

  static void batches(MeshSize size, int count, Consumer<List<Event>> batches) {
    var history =
        new MeshHistory(
            new ScaleMesh(size, MeshStyle.GATEWAY_API, SEED), SEED, Duration.ofMillis(2_600));
    var batch = new ArrayList<Event>(BATCH);
    history.run(
        count,
        step -> {
          batch.add(event(step));
          if (batch.size() == BATCH) {
            batches.accept(List.copyOf(batch));
            batch.clear();
          }
        });
    if (!batch.isEmpty()) {
      batches.accept(List.copyOf(batch));
    }
  }

  /** An offset at which the mesh is all there, and little has happened to it. */
  static long listing(MeshSize size) {
    return new ScaleMesh(size, MeshStyle.GATEWAY_API, SEED).objects().count() + BATCH;
  }

  private static Event event(MeshHistory.Step step) {
    // Without its tree, as an image keeps it: collecting trees is nobody's cost here.
    Manifest manifest = Manifest.of(ResourceKey.LOCAL, step.object()).compact();
    String version = Long.toString(step.time().toEpochMilli() / 1000);
    var provenance =
        new Provenance(
            ResourceKey.LOCAL, version, Actor.fieldManager(step.actor()), step.time(), null);
    return step.gone()
        ? new ResourceEvent.Deleted(manifest.key(), provenance)
        : new ResourceEvent.Applied(manifest, provenance);
  }
}
