package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters are the proxy's own workload: where the connection was going (istiod's {@code
 * inbound|8080||}, {@code InboundPassthroughCluster}), or a place on the same machine.
 *
 * @param clusters of the chains before it
 * @param address of the workload, empty where it is not known
 */
record OwnWorkload(Clusters clusters, String address) {
  private static final Set<String> HERE = Set.of("127.0.0.1", "::1", "[::1]");

  /** Whether a destination is the workload. */
  boolean is(Destination destination) {
    return switch (destination) {
      case Destination.Original original -> original.tls() == null;
      case Destination.ToService to -> to.tls() == null && here(to) != null;
      case Destination.BlackHole _, Destination.Invalid _ -> false;
    };
  }

  private @Nullable Endpoint here(Destination.ToService to) {
    Cluster cluster = clusters.found().get(to.service());
    if (cluster == null || !cluster.caveats().isEmpty() || cluster.endpoints().size() != 1) {
      return null;
    }
    Endpoint only = cluster.endpoints().getFirst();
    return HERE.contains(only.address()) || only.address().equals(address) ? only : null;
  }

  /** What the workload is spoken to; bytes and HTTP/1.1 look the same. */
  Protocol spoken(Destination destination) {
    return switch (destination) {
      case Destination.Original original when original.service() == null -> Protocol.UNSAID;
      case Destination.Original original ->
          clusters.found().values().stream()
              .filter(cluster -> cluster.service().equals(original.service()))
              .map(Cluster::protocol)
              .findFirst()
              .orElse(Protocol.HTTP);
      case Destination.ToService to -> {
        Cluster cluster = clusters.found().get(to.service());
        yield cluster == null ? Protocol.HTTP : cluster.protocol();
      }
      case Destination.BlackHole _, Destination.Invalid _ -> Protocol.HTTP;
    };
  }

  /** Where it is, as a Sidecar's {@code defaultEndpoint} has it; empty for what was dialed. */
  String endpoint(Destination destination) {
    return switch (destination) {
      case Destination.Original original when original.port() > 0 -> "0.0.0.0:" + original.port();
      case Destination.ToService to -> {
        Endpoint endpoint = here(to);
        yield endpoint == null ? "" : endpoint.address() + ":" + endpoint.port();
      }
      case Destination.Original _, Destination.BlackHole _, Destination.Invalid _ -> "";
    };
  }
}
