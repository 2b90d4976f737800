package io.meshtwin.twin.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  private static final Provenance LATER =
      Provenance.ofManifest(new SourceLocation("later.yaml", 1), Meshes.TIME.plusSeconds(1));

  private static final List<ResourceKey> TARGETS =
      IntStream.range(0, 4).mapToObj(i -> Meshes.key("Service", "a", "s" + i)).toList();

  @RepeatedTest(20)
  void forksOfForksKnowWhoRefersToWhomAsAnImageMadeAnewDoes() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    MeshImage image = MeshImage.EMPTY;
    for (int step = 0; step < 60; step++) {
      assertThat(references(image)).as("seed %d", seed).isEqualTo(references(anew(image)));
      assertThat(image.referencesInto(TARGETS.getFirst()))
          .as("seed %d", seed)
          .containsExactlyElementsOf(anew(image).referencesInto(TARGETS.getFirst()).toList());
      var delta = new MeshDelta(image);
      for (int i = random.nextInt(4); i >= 0; i--) {
        delta.replay(event(random));
      }
      image = delta.apply(Position.START);
    }
  }

  @Test
  void aForkLeavesTheReferencesOfItsBaseAsTheyAre() {
    MeshImage base = Meshes.image(Meshes.route("a", "r", "a/s0", "[]"));
    List<Reference> before = references(base);
    MeshImage fork = with(base, Meshes.route("a", "r", "a/s1", "[]"));
    assertThat(fork.referencesTo(TARGETS.get(0))).isEmpty();
    assertThat(fork.referencesTo(TARGETS.get(1))).hasSize(1);
    assertThat(references(base)).isEqualTo(before);
    MeshImage back = with(fork, Meshes.route("a", "r", "a/s0", "[]"));
    assertThat(references(back)).isEqualTo(before);
  }

  private static MeshImage with(MeshImage image, String manifests) {
    var delta = new MeshDelta(image);
    Meshes.applied(manifests).forEach(delta::replay);
    return delta.apply(Position.START);
  }

  private static MeshImage anew(MeshImage image) {
    return image.only(_ -> true);
  }

  private static List<Reference> references(MeshImage image) {
    return TARGETS.stream().flatMap(image::referencesTo).toList();
  }

  private static ResourceEvent event(Random random) {
    String name = "r" + random.nextInt(30);
    if (random.nextInt(4) == 0) {
      return new ResourceEvent.Deleted(Meshes.key("HTTPRoute", "a", name), LATER);
    }
    String backends =
        String.join(
            ", ",
            Stream.generate(() -> "{name: s%d, port: 80}".formatted(random.nextInt(4)))
                .limit(random.nextInt(4))
                .toList());
    String rules = "[{backendRefs: [%s]}]".formatted(backends);
    return Meshes.applied(Meshes.route("a", name, "a/s" + random.nextInt(4), rules)).getFirst();
  }
}
