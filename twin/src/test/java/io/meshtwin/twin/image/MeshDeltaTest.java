package io.meshtwin.twin.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.resource.HttpRoute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MeshDeltaTest {
  private static final Provenance LATER =
      Provenance.ofManifest(new SourceLocation("later.yaml", 1), Meshes.TIME.plusSeconds(1));

  @RepeatedTest(20)
  void anyBatchingOfTheSameEventsGivesTheSameImage() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    List<ResourceEvent> events = randomEvents(random);
    MeshImage one = fold(events, events.size());
    MeshImage other = fold(events, 1 + random.nextInt(5));
    assertThat(other.digest()).as("seed %d", seed).isEqualTo(one.digest());
    assertThat(other.resources()).as("seed %d", seed).isEqualTo(one.resources());
    assertThat(references(other)).as("seed %d", seed).isEqualTo(references(one));
  }

  @Test
  void theDigestDoesNotDependOnTheOrder() {
    var events = Meshes.applied(Meshes.service("a", "x") + Meshes.service("b", "y"));
    assertThat(fold(events.reversed(), 2).digest()).isEqualTo(fold(events, 2).digest());
  }

  @Test
  void aListingDeletesWhatItDoesNotMention() {
    MeshImage before = Meshes.image(Meshes.service("a", "x") + Meshes.service("a", "y"));
    var delta = new MeshDelta(before);
    Meshes.applied(Meshes.service("a", "y")).forEach(delta::replay);
    delta.finishListing(ResourceKey.LOCAL);
    assertThat(delta.apply(Position.START).digest())
        .isEqualTo(Meshes.image(Meshes.service("a", "y")).digest());
  }

  @Test
  void anEventThatChangesNothingLeavesTheDeltaEmpty() {
    var delta = new MeshDelta(Meshes.image(Meshes.service("a", "x")));
    Meshes.applied(Meshes.service("a", "x"))
        .forEach(e -> delta.replay(new ResourceEvent.Applied(e.manifest(), LATER)));
    assertThat(delta.isEmpty()).isTrue();
  }

  @Test
  void anUpdateKeepsTheAgeOfWhatItReplacesAndANewRouteIsNewest() {
    String old =
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: r, namespace: a, creationTimestamp: "2020-01-01T00:00:00Z"}
        spec: {rules: []}
        """;
    var delta = new MeshDelta(Meshes.image(old));
    String update = Meshes.route("a", "r", "a/x", "[{name: changed}]");
    Meshes.applied(update + Meshes.route("a", "new", "a/x", "[]")).forEach(delta::propose);
    MeshImage image = delta.apply(Position.START);
    assertThat(image.get(Meshes.key("HTTPRoute", "a", "r"), HttpRoute.class))
        .extracting(route -> String.valueOf(route.metadata().created()))
        .isEqualTo("2020-01-01T00:00:00Z");
    assertThat(image.get(Meshes.key("HTTPRoute", "a", "new"), HttpRoute.class))
        .extracting(route -> route.metadata().created())
        .isEqualTo(Instant.MAX);
  }

  private static MeshImage fold(List<? extends ResourceEvent> events, int batch) {
    MeshImage image = MeshImage.EMPTY;
    for (int from = 0; from < events.size(); from += batch) {
      var delta = new MeshDelta(image);
      events.subList(from, Math.min(events.size(), from + batch)).forEach(delta::replay);
      image = delta.apply(Position.START);
    }
    return image;
  }

  private static List<Reference> references(MeshImage image) {
    return image.resources().keySet().stream().flatMap(image::referencesTo).toList();
  }

  private static List<ResourceEvent> randomEvents(Random random) {
    var result = new ArrayList<ResourceEvent>();
    for (int i = 0; i < 40; i++) {
      String name = "r" + random.nextInt(4);
      if (random.nextInt(4) == 0) {
        result.add(new ResourceEvent.Deleted(Meshes.key("HTTPRoute", "a", name), LATER));
      } else {
        String rules = "[{backendRefs: [{name: s%d, port: 80}]}]".formatted(random.nextInt(3));
        result.addAll(Meshes.applied(Meshes.route("a", name, "a/x", rules)));
      }
    }
    return result;
  }
}
