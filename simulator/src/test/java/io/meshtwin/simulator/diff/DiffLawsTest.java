package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** Laws of the difference, on random meshes; -Dmeshtwin.diff.meshes sets how many. */
class DiffLawsTest {
  private static final int MESHES = Integer.getInteger("meshtwin.diff.meshes", 60) / 3;
  private static final int REQUESTS = 3_500;

  /** A mesh, and the same with its routes changed; all from one seed. */
  private record Pair(long seed, ResolvedMesh before, ResolvedMesh after) {
    static Pair next() {
      long seed = new Random().nextLong();
      var random = new Random(seed);
      List<ObjectNode> objects = RandomMesh.objects(random);
      List<ObjectNode> others = new ArrayList<>(objects);
      others.removeIf(o -> isRoute(o) && random.nextInt(3) == 0);
      RandomMesh.objects(random).stream()
          .filter(o -> isRoute(o) && random.nextBoolean())
          .forEach(o -> {
            others.removeIf(other -> key(other).equals(key(o)));
            others.add(o);
          });
      return new Pair(seed, Meshes.mesh(objects), Meshes.mesh(others));
    }

    private static boolean isRoute(ObjectNode object) {
      return object.path("kind").asText().equals("HTTPRoute");
    }

    private static String key(ObjectNode object) {
      return object.path("kind").asText()
          + object.path("metadata").path("namespace").asText()
          + "/"
          + object.path("metadata").path("name").asText();
    }
  }

  @RepeatedTest(3)
  void aMeshDoesNotDifferFromItself() {
    for (int i = 0; i < MESHES; i++) {
      Pair pair = Pair.next();
      assertThat(Differ.preview(pair.before, pair.before).differences())
          .as("seed %d", pair.seed)
          .isEmpty();
    }
  }

  @RepeatedTest(3)
  void thereAndBackAreTheSameDifferences() {
    for (int i = 0; i < MESHES; i++) {
      Pair pair = Pair.next();
      Preview there = Differ.preview(pair.before, pair.after);
      Preview back = Differ.preview(pair.after, pair.before);
      assertThat(mirrored(back)).as("seed %d", pair.seed).isEqualTo(straight(there));
      assertThat(back.unknown()).as("seed %d", pair.seed).isEqualTo(there.unknown());
      assertThat(back.classes()).as("seed %d", pair.seed).isEqualTo(there.classes());
    }
  }

  @RepeatedTest(3)
  void everyWitnessReallyIsAnsweredOtherwise() {
    for (int i = 0; i < MESHES; i++) {
      Pair pair = Pair.next();
      var before = new Simulator(pair.before);
      var after = new Simulator(pair.after);
      for (Difference difference : Differ.preview(pair.before, pair.after).differences()) {
        Outcome.Changed changed = difference.changed();
        if (changed == null) {
          assertUndecidedForAnExpression(pair, difference);
          continue;
        }
        Call witness = changed.witness();
        Decision was = before.decide(witness);
        Decision is = after.decide(witness);
        assertThat(EffectKey.of(was))
            .as("seed %d: %s", pair.seed, witness)
            .isNotEqualTo(EffectKey.of(is));
        assertThat(EffectKey.of(changed.before().effect())).isEqualTo(EffectKey.of(was.effect()));
        assertThat(EffectKey.of(changed.after().effect())).isEqualTo(EffectKey.of(is.effect()));
      }
    }
  }

  @RepeatedTest(3)
  void whatIsAnsweredOtherwiseIsReported() {
    for (int i = 0; i < MESHES; i++) {
      Pair pair = Pair.next();
      var random = new Random(pair.seed);
      var before = new Simulator(pair.before);
      var after = new Simulator(pair.after);
      Preview preview = Differ.preview(pair.before, pair.after);
      for (int n = 0; n < REQUESTS; n++) {
        Call call = RandomCalls.next(random);
        Decision was = before.decide(call);
        Decision is = after.decide(call);
        if (!EffectKey.of(was).equals(EffectKey.of(is)) && preview.unknown() == 0) {
          String rules = ruled(was) + "\n" + ruled(is);
          assertThat(preview.differences())
              .as("seed %d: %s", pair.seed, call)
              .anyMatch(difference -> difference.key().endsWith(rules));
        }
      }
    }
  }

  /** Only regular expressions may leave a class open, and then they are named. */
  private static void assertUndecidedForAnExpression(Pair pair, Difference difference) {
    assertThat(((Outcome.Undecided) difference.outcome()).reason())
        .as("seed %d: %s", pair.seed, difference)
        .startsWith("the regular expressions /");
  }

  /** What the rule does that decides: the class that a difference is reported for. */
  private static String ruled(Decision decision) {
    return decision.entry() == null
        ? EffectKey.of(decision.effect())
        : EffectKey.of(decision.entry());
  }

  private static List<String> straight(Preview preview) {
    return sides(preview, false);
  }

  private static List<String> mirrored(Preview preview) {
    return sides(preview, true);
  }

  private static List<String> sides(Preview preview, boolean mirror) {
    return preview.differences().stream()
        .filter(d -> d.changed() != null)
        .map(d -> {
          Outcome.Changed changed = Objects.requireNonNull(d.changed());
          String was = EffectKey.of(changed.before().effect());
          String is = EffectKey.of(changed.after().effect());
          return d.clients().words()
              + d.destination()
              + (mirror ? is + "\n>\n" + was : was + "\n>\n" + is);
        })
        .sorted()
        .toList();
  }
}
