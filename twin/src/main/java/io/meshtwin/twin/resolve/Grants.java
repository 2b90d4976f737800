package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.ReferenceGrant;

/** Who may refer to objects of other namespaces (GEP-709). */
final class Grants {
  private final MeshImage image;

  Grants(MeshImage image) {
    this.image = image;
  }

  /** Whether {@code from} may refer to {@code to}: in its own namespace, or by a grant there. */
  boolean permit(ResourceKey from, ResourceKey to) {
    if (from.namespace().equals(to.namespace())) {
      return true;
    }
    var grants =
        new ResourceKey(
            to.cluster(), ParentRef.GATEWAY_GROUP, "ReferenceGrant", to.namespace(), "");
    return image.in(grants, ReferenceGrant.class).anyMatch(grant -> grant.permits(from, to));
  }
}
