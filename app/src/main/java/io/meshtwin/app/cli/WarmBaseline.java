package io.meshtwin.app.cli;

import io.meshtwin.simulator.diff.Baseline;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.GatewayClass;
import io.meshtwin.twin.resource.Pod;
import org.jspecify.annotations.Nullable;

/**
 * The baseline of the running image, kept from one preview to the next: when the image has moved
 * meanwhile, only what the moves touch is worked out again.
 */
final class WarmBaseline {
  private @Nullable Baseline last;

  /**
   * The baseline of an image.
   *
   * @param candidate what it is compared with: both are read in its dialect
   */
  synchronized Baseline of(MeshImage running, MeshImage candidate) {
    Baseline known = last;
    Dialect dialect = known == null ? Dialect.detect(candidate) : dialect(known, candidate);
    if (known == null || !known.mesh().dialect().equals(dialect)) {
      known = Baseline.of(ResolvedMesh.of(running, dialect));
    } else if (!running.changesSince(known.mesh().image()).isEmpty()) {
      known = known.moved(running);
    }
    last = known;
    return known;
  }

  /** What shows Istio at work is mostly what it was. */
  private static Dialect dialect(Baseline known, MeshImage candidate) {
    MeshImage image = known.mesh().image();
    boolean same =
        candidate.shares(GatewayClass.class, image)
            && candidate.shares(ConfigMap.class, image)
            && candidate.shares(Pod.class, image);
    return same ? known.mesh().dialect() : Dialect.detect(candidate);
  }
}
