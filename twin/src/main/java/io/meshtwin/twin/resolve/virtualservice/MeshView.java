package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one proxy, or many that nothing tells apart, sees of the mesh. */
public interface MeshView {
  /** The proxy's namespace. */
  String namespace();

  /** Whether the proxy stands beside a workload; otherwise it is a Gateway's. */
  boolean sidecar();

  /** The labels of the proxy's workload, as far as anything reads them. */
  Map<String, String> labels();

  /** The host of a full name that the proxy sees; null for none. */
  @Nullable KnownHost host(String name);

  /**
   * Where a host's port leads that has no endpoints to choose among: to the address that was
   * dialed, or nowhere; null for others.
   */
  @Nullable Destination unusual(KnownHost host, int port);

  /** What of where a host leads is not modelled; null for nothing. */
  default @Nullable Caveat unmodelled(KnownHost host) {
    return null;
  }

  /** Whether the proxy's Sidecar, if it has one, brings in rules for their hosts. */
  boolean imports(Bound rules);
}
