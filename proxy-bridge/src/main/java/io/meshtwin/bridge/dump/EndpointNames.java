package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;

/** Who is behind addresses. */
@FunctionalInterface
public interface EndpointNames {
  /** Nobody knows: an endpoint is its address. */
  EndpointNames UNKNOWN = (_, seen) -> seen;

  /**
   * The endpoints of a Service port by the names of the mesh.
   *
   * @param service which port, as far as the cluster's name tells
   * @param seen endpoints that are called by their addresses
   */
  List<Endpoint> of(ServicePort service, List<Endpoint> seen);
}
