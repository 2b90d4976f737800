package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.MeshConfig;
import java.util.Comparator;
import java.util.Objects;

/** Istio's settings of a mesh: those of the default revision, else of the first by name. */
final class MeshSettings {
  private MeshSettings() {}

  static MeshConfig of(MeshImage image) {
    return image
        .all(ConfigMap.class)
        .map(MeshConfig::of)
        .filter(Objects::nonNull)
        .min(Comparator.comparing(MeshConfig::revision))
        .orElse(MeshConfig.DEFAULT);
  }
}
