package io.meshtwin.simulator.diff;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ServicePort;

/** What clients ask for. */
public sealed interface Destination {
  /** A Service's port. */
  record OfService(ServicePort port) implements Destination {
    @Override
    public String toString() {
      return port.toString();
    }
  }

  /**
   * A host of a Gateway.
   *
   * @param gateway the Gateway
   * @param port the port dialed
   * @param listener the name of its listener, empty where no listener takes the host
   * @param host a host name, {@code *.suffix}, or {@code *} for any other
   */
  record OfGateway(ResourceKey gateway, int port, String listener, String host)
      implements Destination {
    @Override
    public String toString() {
      return "gateway " + gateway.qualifiedName() + ":" + port + " host " + host;
    }
  }
}
