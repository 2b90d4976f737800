package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.routing.Endpoint;
import java.util.List;

/** Who is behind a host. */
public interface HostEndpoints {
  /** The endpoints of a service's port; those of all ServiceEntries with its host and namespace. */
  List<Endpoint> of(MeshService service, int port);

  /** Their IP addresses, where each is dialed on its own. */
  default List<String> addresses(MeshService service, int port) {
    return of(service, port).stream()
        .map(Endpoint::address)
        .filter(io.meshtwin.twin.resource.IpAddress::isOne)
        .distinct()
        .sorted()
        .toList();
  }
}
