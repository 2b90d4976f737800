package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.ripple.Ripple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The preview of what a change touches says the same as the comparison of the whole mesh; {@code
 * -Dmeshtwin.diff.changes} sets how many changes, {@code -Dmeshtwin.seed} repeats one mesh.
 */
class IncrementalPreviewTest {
  private static final int CHANGES = Integer.getInteger("meshtwin.diff.changes", 80);
  private static final int OF_A_MESH = 20;

  @ParameterizedTest
  @EnumSource(Style.class)
  void saysTheSameAsTheWholeComparison(Style style) {
    int narrow = 0;
    Map<String, Integer> why = new TreeMap<>();
    for (int i = 0; i < CHANGES / OF_A_MESH; i++) {
      long seed = Long.getLong("meshtwin.seed", new Random().nextLong());
      var random = new Random(seed);
      List<ObjectNode> objects = style.objects(random);
      MeshImage image = Meshes.image(objects);
      Baseline baseline = Baseline.of(ResolvedMesh.of(image, style.dialect()));
      for (int n = 0; n < OF_A_MESH; n++) {
        MeshImage changed = changed(image, style.objects(random), random);
        Ripple ripple = Ripple.between(image, changed, style == Style.ISTIO);
        narrow += ripple.everything() == null ? 1 : 0;
        why.merge(String.valueOf(ripple.everything()).replaceAll(" .*", ""), 1, Integer::sum);
        Preview whole =
            Differ.preview(
                ResolvedMesh.of(image, style.dialect()), ResolvedMesh.of(changed, style.dialect()));
        assertThat(said(baseline.preview(changed)))
            .as("seed %d, change %d: %s", seed, n, whole.resources())
            .isEqualTo(said(whole));
      }
    }
    assertThat(narrow).as("changes that do not touch everything, of %s", why).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aBaselineThatMovedSaysTheSameAsANewOne(Style style) {
    for (int i = 0; i < CHANGES / OF_A_MESH; i++) {
      long seed = Long.getLong("meshtwin.seed", new Random().nextLong());
      var random = new Random(seed);
      MeshImage image = Meshes.image(style.objects(random));
      Baseline baseline = Baseline.of(ResolvedMesh.of(image, style.dialect()));
      baseline.warm();
      for (int n = 0; n < 4; n++) {
        image = changed(image, style.objects(random), random);
        baseline = baseline.moved(image);
        MeshImage next = changed(image, style.objects(random), random);
        Baseline fresh = Baseline.of(ResolvedMesh.of(image, style.dialect()));
        assertThat(said(baseline.preview(next)))
            .as("seed %d, step %d", seed, n)
            .isEqualTo(said(fresh.preview(next)));
      }
    }
  }

  /** One to three objects of another random mesh put over it or taken away. */
  static MeshImage changed(MeshImage image, List<ObjectNode> others, Random random) {
    var delta = new MeshDelta(image);
    List<ResourceKey> keys = List.copyOf(image.resources().keySet());
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      if (random.nextInt(3) == 0) {
        delta.replay(Meshes.deleted(keys.get(random.nextInt(keys.size()))));
      } else {
        delta.propose(Meshes.applied(others.get(random.nextInt(others.size()))));
      }
    }
    return delta.apply(image.position());
  }

  /** All that a preview says. */
  static List<Object> said(Preview preview) {
    var result = new ArrayList<Object>();
    result.add(preview.resources());
    preview.differences().forEach(difference -> result.add(said(difference)));
    result.add(preview.equal() + " equal");
    result.add(preview.findings().introduced());
    result.add(preview.findings().fixed());
    result.add(preview.findings().unchanged());
    result.add(preview.digest());
    return result;
  }

  private static List<Object> said(Difference difference) {
    Object outcome =
        switch (difference.outcome()) {
          case Difference.Outcome.Undecided undecided -> undecided;
          case Difference.Outcome.Changed changed ->
              List.of(
                  changed.witness(),
                  EffectKey.of(changed.before().effect()),
                  EffectKey.of(changed.after().effect()));
        };
    return List.of(
        difference.clients(),
        difference.destination(),
        difference.requests(),
        difference.impact(),
        difference.cause(),
        difference.key(),
        outcome);
  }
}
