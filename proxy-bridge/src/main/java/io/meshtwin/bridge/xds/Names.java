package io.meshtwin.bridge.xds;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ServicePort;

/** The names that resources of Envoy refer to one another by. */
final class Names {
  /** A cluster that is never sent: what is routed to it gets the route's not-found status. */
  static final String NO_CLUSTER = "meshtwin/invalid-backend";

  /** Where a sidecar sends what no listener claims: to the address that was dialed. */
  static final String PASSTHROUGH = "meshtwin/passthrough";

  /** The listener behind a sidecar's iptables rules. */
  static final String INTERCEPT = "meshtwin/intercept";

  private static final String SERVICE = "Service";

  private Names() {}

  /** {@code ns/name:port}, with the kind and the cluster where they are not the usual ones. */
  static String cluster(ServicePort port) {
    ResourceKey key = port.service();
    String kind = key.kind().equals(SERVICE) ? "" : key.kind() + "~";
    String cluster = key.cluster().equals(ResourceKey.LOCAL) ? "" : key.cluster() + "~";
    return cluster + kind + port;
  }
}
