package io.meshtwin.ingest.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.event.WatchGap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A seeded log with everything that a log can hold: resources that come, change and go, with and
 * without an age of their own, clocks that are set back, adoption, gaps, and changes that are
 * proposed, approved, published and rolled back, also when the rules do not allow it.
 */
final class RandomLog {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int NAMES = 300;

  private final Random random;
  private int made;
  private int changes;

  RandomLog(long seed) {
    random = new Random(seed);
  }

  static List<Event> events(long seed, int count) {
    return new RandomLog(seed).next(count);
  }

  /** The events that come next; it has no end. */
  List<Event> next(int count) {
    var events = new ArrayList<Event>(count);
    for (int i = 0; i < count; i++) {
      events.add(event());
    }
    return events;
  }

  private Event event() {
    Instant time = START.plusMillis(made++ * 100L - (random.nextInt(50) == 0 ? 60_000 : 0));
    var actor = Actor.stated("user-" + random.nextInt(3));
    var location =
        random.nextBoolean() ? null : new SourceLocation("m.yaml", random.nextInt(1, 99));
    var provenance =
        new Provenance(ResourceKey.LOCAL, "" + random.nextInt(9), actor, time, location);
    int dice = random.nextInt(1000);
    if (dice < 900) {
      return resource(provenance);
    }
    if (dice < 902) {
      return new Adopted(provenance);
    }
    return dice < 905
        ? new WatchGap("", "Pod", time.minusSeconds(9), time, "410 Gone", 0, provenance)
        : change(provenance);
  }

  private Event resource(Provenance provenance) {
    Manifest manifest = manifest(provenance.time());
    return random.nextInt(8) == 0
        ? new ResourceEvent.Deleted(manifest.key(), provenance)
        : new ResourceEvent.Applied(manifest, provenance);
  }

  private Event change(Provenance provenance) {
    String id = "c" + (changes == 0 ? 0 : random.nextInt(Math.max(0, changes - 5), changes));
    Digest plan = Digest.of(id);
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          new ChangeEvent.Proposed(
              "c" + changes++,
              "a change",
              List.of(manifest(provenance.time())),
              List.of(manifest(provenance.time()).key()),
              provenance);
      case 2 -> new ChangeEvent.Previewed(id, plan, provenance);
      case 3 -> new ChangeEvent.Approved(id, plan, provenance);
      case 4 -> new ChangeEvent.Published(id, provenance);
      case 5 -> new ChangeEvent.Converged(id, random.nextInt(4), provenance);
      case 6 -> new ChangeEvent.RolledBack(id, "a reason", provenance);
      default -> new ChangeEvent.Rejected(id, "another reason", provenance);
    };
  }

  private Manifest manifest(Instant time) {
    int name = random.nextInt(NAMES);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    boolean route = name % 4 == 0;
    object.put("apiVersion", route ? "gateway.networking.k8s.io/v1" : "v1");
    object.put("kind", route ? "HTTPRoute" : "Service");
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", "n" + name).put("namespace", "ns" + name % 7);
    if (random.nextInt(4) == 0) {
      metadata.put("creationTimestamp", time.toString());
    }
    object.putObject("spec").put("sessionAffinity", "v" + random.nextInt(50));
    return Manifest.of(ResourceKey.LOCAL, object);
  }
}
