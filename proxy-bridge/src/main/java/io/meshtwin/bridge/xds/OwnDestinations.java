package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import org.jspecify.annotations.Nullable;

/** Where a proxy itself sends to, not its clients. */
@FunctionalInterface
public interface OwnDestinations {
  /** Of a proxy that asks nobody. */
  OwnDestinations NONE = _ -> null;

  /** Where a port of a Service or another host is reached; null where it is not. */
  @Nullable Destination of(ServicePort port);
}
