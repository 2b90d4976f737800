package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.core.v3.SocketAddress;

/**
 * Where something listens or is reached over TCP, or by datagrams.
 *
 * @param ip an IPv4 or IPv6 address; of an endpoint that DNS finds, its name
 * @param port 1 to 65535
 */
public record Address(String ip, int port) {
  public Address {
    if (ip.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not an address: '" + ip + "' port " + port);
    }
  }

  io.envoyproxy.envoy.config.core.v3.Address message() {
    return message(SocketAddress.Protocol.TCP);
  }

  /** The same address for datagrams. */
  io.envoyproxy.envoy.config.core.v3.Address datagrams() {
    return message(SocketAddress.Protocol.UDP);
  }

  private io.envoyproxy.envoy.config.core.v3.Address message(SocketAddress.Protocol protocol) {
    return io.envoyproxy.envoy.config.core.v3.Address.newBuilder()
        .setSocketAddress(
            SocketAddress.newBuilder().setProtocol(protocol).setAddress(ip).setPortValue(port))
        .build();
  }
}
