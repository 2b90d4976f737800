package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.core.v3.SocketAddress;

/**
 * Where something listens or is reached over TCP.
 *
 * @param ip an IPv4 or IPv6 address, never a name
 * @param port 1 to 65535
 */
public record Address(String ip, int port) {
  public Address {
    if (ip.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not an address: '" + ip + "' port " + port);
    }
  }

  io.envoyproxy.envoy.config.core.v3.Address message() {
    return io.envoyproxy.envoy.config.core.v3.Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
        .build();
  }
}
