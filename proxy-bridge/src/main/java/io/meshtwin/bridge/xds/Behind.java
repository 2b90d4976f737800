package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Preference;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import org.jspecify.annotations.Nullable;

/** Who stands behind Service ports. */
@FunctionalInterface
public interface Behind {
  /**
   * The endpoints of a Service's port.
   *
   * @param subset which of them, null for all
   * @param near which of these go first, null where all are alike
   */
  Cluster of(ServicePort port, @Nullable Subset subset, @Nullable Preference near);
}
