package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Subset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is behind a host. */
public interface HostEndpoints {
  /** The endpoints of a service's port; those of all ServiceEntries with its host and namespace. */
  default List<Endpoint> of(MeshService service, int port) {
    return of(service, port, null);
  }

  /**
   * As {@link #of(MeshService, int)}, of a subset.
   *
   * @param subset whose labels the endpoints' workloads have, null for all
   */
  List<Endpoint> of(MeshService service, int port, @Nullable Subset subset);

  /** Names of which their certificates must have one, as ServiceEntries say; empty for none. */
  List<String> subjectAltNames(MeshService service);

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
