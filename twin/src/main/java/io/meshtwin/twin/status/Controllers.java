package io.meshtwin.twin.status;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who writes status. A GatewayClass that the mesh does not have is taken for one whose controller
 * conforms, because repositories seldom have it; the controller's name is then not known.
 */
final class Controllers {
  private final MeshImage image;
  private final @Nullable String only;

  Controllers(MeshImage image) {
    this.image = image;
    List<String> names =
        image.all(GatewayClass.class).map(GatewayClass::controllerName).distinct().toList();
    this.only = names.size() == 1 ? names.getFirst() : null;
  }

  /** Who serves a Gateway, null where that is not known. */
  @Nullable String of(Gateway gateway) {
    GatewayClass found = image.get(gateway.classKey(), GatewayClass.class);
    return found == null ? null : found.controllerName();
  }

  /** Who serves the mesh's Services: the only controller there is, null where there are several. */
  @Nullable String ofServices() {
    return only;
  }
}
