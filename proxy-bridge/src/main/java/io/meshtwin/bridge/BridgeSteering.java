package io.meshtwin.bridge;

import io.meshtwin.bridge.rollout.Steering;
import io.meshtwin.bridge.server.XdsServer;
import io.meshtwin.bridge.xds.ProxyId;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Moves the connected proxies to a mesh and back. */
record BridgeSteering(XdsServer server, Desired desired, MeshConfigurations next)
    implements Steering {
  @Override
  public SortedSet<ProxyId> connected() {
    return server.connected();
  }

  @Override
  public SortedMap<ProxyId, String> advance(Collection<ProxyId> proxies) {
    desired.advance(proxies, next);
    return refresh(proxies);
  }

  @Override
  public SortedMap<ProxyId, String> restore(Collection<ProxyId> proxies) {
    desired.restore(proxies);
    return refresh(proxies);
  }

  /** A proxy whose workload is gone keeps what it runs, and nobody waits for it. */
  private SortedMap<ProxyId, String> refresh(Collection<ProxyId> proxies) {
    SortedMap<ProxyId, String> versions = new TreeMap<>();
    for (ProxyId proxy : proxies) {
      server.refresh(proxy);
      desired
          .target(proxy)
          .ifPresent(configuration -> versions.put(proxy, configuration.version()));
    }
    return versions;
  }
}
