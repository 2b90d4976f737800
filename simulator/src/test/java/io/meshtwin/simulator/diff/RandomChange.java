package io.meshtwin.simulator.diff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random mesh, and the same with its rules changed; all from one seed. */
record RandomChange(Style style, long seed, ResolvedMesh before, ResolvedMesh after) {
  /** Of so many of Istio's meshes one is fresh, the others are the same in every build. */
  private static final int ONE_FRESH_OF = 3;

  /**
   * A fresh one of the specification's meshes, and of Istio's each third; {@code -Dmeshtwin.seed}
   * repeats one, {@code -Dmeshtwin.diff.fresh=true} makes all fresh.
   *
   * @param number which of a test's
   */
  static RandomChange next(Style style, int number) {
    boolean fresh =
        style == Style.SPEC
            || number % ONE_FRESH_OF == ONE_FRESH_OF - 1
            || Boolean.getBoolean("meshtwin.diff.fresh");
    long seed = Long.getLong("meshtwin.seed", fresh ? new Random().nextLong() : number);
    var random = new Random(seed);
    List<ObjectNode> objects = style.objects(random);
    List<ObjectNode> others = new ArrayList<>(objects);
    others.removeIf(o -> style.isRule(o) && random.nextInt(3) == 0);
    style.objects(random).stream()
        .filter(o -> style.isRule(o) && random.nextBoolean())
        .forEach(o -> {
          others.removeIf(other -> key(other).equals(key(o)));
          others.add(o);
        });
    return new RandomChange(style, seed, mesh(style, objects), mesh(style, others));
  }

  private static ResolvedMesh mesh(Style style, List<ObjectNode> objects) {
    return ResolvedMesh.of(Meshes.image(objects), style.dialect());
  }

  private static String key(ObjectNode object) {
    return object.path("kind").asText()
        + object.path("metadata").path("namespace").asText()
        + "/"
        + object.path("metadata").path("name").asText();
  }
}
