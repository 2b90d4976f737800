package io.meshtwin.twin.status;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.Severity;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;

/** Objects that the API server would refuse: no controller ever sees them. */
final class Refused {
  private Refused() {}

  static boolean is(MeshImage image, ResourceKey key) {
    ResourceState state = image.state(key);
    return state != null
        && state.findings().stream()
            .anyMatch(finding ->
                finding.code() == FindingCode.INVALID_FIELD
                    && finding.severity() == Severity.ERROR);
  }
}
