package io.meshtwin.simulator.history;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.diff.EffectKey;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.intent.Expectation;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A past that is written in place: one event after the other, at offsets from 0 on. */
final class Past {
  private final List<ResourceEvent> events = new ArrayList<>();

  Past apply(String object) {
    events.add(
        new ResourceEvent.Applied(
            Manifest.of(ResourceKey.LOCAL, Meshes.json(object)), provenance()));
    return this;
  }

  Past delete(String object) {
    ResourceKey key = Manifest.of(ResourceKey.LOCAL, Meshes.json(object)).key();
    events.add(new ResourceEvent.Deleted(key, provenance()));
    return this;
  }

  /** With the first so many events before it begins. */
  Timeline from(int first) {
    var delta = new TwinDelta(TwinImage.EMPTY);
    for (int i = 0; i < first; i++) {
      delta.replay(i, events.get(i));
    }
    var timeline = new Timeline(delta.apply());
    for (int i = first; i < events.size(); i++) {
      timeline.add(i, events.get(i));
    }
    return timeline;
  }

  static Judge judge(Call call, String expected) {
    var expectation = Expectation.parse(expected);
    return new Judge(image -> {
      var verdict = simulator(image).verdict(call);
      return new Judged(expectation.judge(verdict), verdict);
    });
  }

  static String verdict(MeshImage image, Call call) {
    var decision = simulator(image).decide(call);
    return EffectKey.of(decision) + decision.verdict().kind();
  }

  private static Simulator simulator(MeshImage image) {
    return new Simulator(ResolvedMesh.of(image, Dialect.SPEC));
  }

  private Provenance provenance() {
    Instant time = Instant.parse("2026-05-04T10:00:00Z").plusSeconds(events.size());
    return new Provenance(ResourceKey.LOCAL, "", Actor.stated("ann"), time, null);
  }
}
