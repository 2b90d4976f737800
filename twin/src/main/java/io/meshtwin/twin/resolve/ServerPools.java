package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.virtualservice.KnownHost;
import io.meshtwin.twin.resolve.virtualservice.MeshDestinationRules;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.TrafficPolicy.ConnectionPool;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The connection pool that a workload's own proxy has towards it ({@code buildInboundCluster}): of
 * its Sidecar, else of the DestinationRule for the Service, if the proxy sees that one, else of
 * MeshConfig.
 *
 * @param rules the mesh's DestinationRules
 * @param config the mesh's settings
 * @param sees whether a workload's proxy knows a host
 */
record ServerPools(
    MeshDestinationRules rules, MeshConfig config, BiPredicate<Workload, String> sees) {
  /**
   * Whether requests reach the workload in their client's version of HTTP; {@code h2UpgradePolicy}
   * is for what goes out.
   *
   * @param sidecars what the workload's Sidecar says, null for nothing
   * @param host the Service that has the port, null for none
   * @param port the Service's port, or the Sidecar's
   */
  boolean followClients(
      Workload workload, @Nullable ConnectionPool sidecars, @Nullable KnownHost host, int port) {
    ConnectionPool pool = sidecars;
    if (pool == null && host != null && sees.test(workload, host.name())) {
      pool = rules.served(workload.key().namespace(), host, port);
    }
    if (pool == null) {
      pool = config.defaultPool();
    }
    return pool != null && pool.useClientProtocol();
  }
}
