package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Cluster;
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
   */
  Cluster of(ServicePort port, @Nullable Subset subset);
}
