package io.meshtwin.bridge.sample;

import io.meshtwin.bridge.xds.Address;
import io.meshtwin.bridge.xds.Addresses;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.testkit.parts.Loopback;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Listener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every listener of every proxy on a free port of 127.0.0.1; endpoints where they say. */
public final class LoopbackAddresses implements Addresses {
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();

  public int port(ProxyId proxy, String listener) {
    return ports.computeIfAbsent(proxy + " " + listener, key -> Loopback.freePort());
  }

  @Override
  public Bind listen(ProxyId proxy, Listener listener) {
    return Bind.open(Loopback.ADDRESS, port(proxy, listener.name()));
  }

  @Override
  public Optional<Address> reach(ProxyId proxy, Cluster cluster, Endpoint endpoint) {
    return Optional.of(new Address(endpoint.address(), endpoint.port()));
  }
}
