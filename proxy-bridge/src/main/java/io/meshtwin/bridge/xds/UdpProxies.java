package io.meshtwin.bridge.xds;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.Route;
import io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig;

/** {@code UdpProxyConfig}: the datagrams of one client, one session, to one endpoint. */
final class UdpProxies {
  private UdpProxies() {}

  /** Sends every datagram to one cluster; to one that does not exist, to drop it. */
  static ListenerFilter filter(String statPrefix, String cluster) {
    Matcher always =
        Matcher.newBuilder()
            .setOnNoMatch(
                Matcher.OnMatch.newBuilder()
                    .setAction(
                        TypedExtensionConfig.newBuilder()
                            .setName("route")
                            .setTypedConfig(
                                Any.pack(Route.newBuilder().setCluster(cluster).build()))))
            .build();
    return ListenerFilter.newBuilder()
        .setName("envoy.filters.udp_listener.udp_proxy")
        .setTypedConfig(
            Any.pack(
                UdpProxyConfig.newBuilder().setStatPrefix(statPrefix).setMatcher(always).build()))
        .build();
  }
}
