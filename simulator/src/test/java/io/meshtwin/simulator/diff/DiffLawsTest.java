package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Laws of the difference, on random meshes; {@code -Dmeshtwin.diff.meshes} sets how many, {@code
 * -Dmeshtwin.seed} repeats one.
 */
class DiffLawsTest {
  private static final int MESHES = Integer.getInteger("meshtwin.diff.meshes", 60);
  private static final int REQUESTS = 3_500;

  /** A mesh, and the same with its rules changed; all from one seed. */
  private record Pair(Style style, long seed, ResolvedMesh before, ResolvedMesh after) {
    static Pair next(Style style) {
      long seed = Long.getLong("meshtwin.seed", new Random().nextLong());
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
      return new Pair(style, seed, mesh(style, objects), mesh(style, others));
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

  @ParameterizedTest
  @EnumSource(Style.class)
  void aMeshDoesNotDifferFromItself(Style style) {
    for (int i = 0; i < MESHES; i++) {
      Pair pair = Pair.next(style);
      assertThat(Differ.preview(pair.before, pair.before).differences())
          .as("seed %d", pair.seed)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void thereAndBackAreTheSameDifferences(Style style) {
    for (int i = 0; i < MESHES; i++) {
      Pair pair = Pair.next(style);
      Preview there = Differ.preview(pair.before, pair.after);
      Preview back = Differ.preview(pair.after, pair.before);
      assertThat(mirrored(back)).as("seed %d", pair.seed).isEqualTo(straight(there));
      assertThat(back.unknown()).as("seed %d", pair.seed).isEqualTo(there.unknown());
      assertThat(back.classes()).as("seed %d", pair.seed).isEqualTo(there.classes());
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void everyWitnessReallyIsAnsweredOtherwise(Style style) {
    for (int i = 0; i < MESHES; i++) {
      Pair pair = Pair.next(style);
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

  @ParameterizedTest
  @EnumSource(Style.class)
  void whatIsAnsweredOtherwiseIsReported(Style style) {
    for (int i = 0; i < MESHES; i++) {
      Pair pair = Pair.next(style);
      var random = new Random(pair.seed);
      var before = new Simulator(pair.before);
      var after = new Simulator(pair.after);
      Preview preview = Differ.preview(pair.before, pair.after);
      for (int n = 0; n < REQUESTS; n++) {
        SpecRequest request = style.request(random);
        Call earlier = style.call(pair.before, request);
        Call later = style.call(pair.after, request);
        if (earlier == null || later == null) {
          continue;
        }
        Decision was = before.decide(earlier);
        Decision is = after.decide(later);
        if (!EffectKey.of(was).equals(EffectKey.of(is)) && preview.unknown() == 0) {
          String rules = ruled(was) + "\n" + ruled(is);
          assertThat(preview.differences())
              .as("seed %d: %s", pair.seed, request)
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
