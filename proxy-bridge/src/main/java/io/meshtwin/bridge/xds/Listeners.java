package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;

/** {@code Listener}: addresses and one filter chain. */
final class Listeners {
  private Listeners() {}

  static Listener of(String name, Addresses.Bind bind, Filter filter) {
    Listener.Builder listener =
        Listener.newBuilder()
            .setName(name)
            .setAddress(bind.addresses().getFirst().message())
            .setTrafficDirection(TrafficDirection.OUTBOUND)
            .addFilterChains(FilterChain.newBuilder().addFilters(filter));
    for (Address further : bind.addresses().subList(1, bind.addresses().size())) {
      listener.addAdditionalAddresses(AdditionalAddress.newBuilder().setAddress(further.message()));
    }
    if (!bind.bindToPort()) {
      listener.setBindToPort(BoolValue.of(false));
    }
    return listener.build();
  }

  /**
   * The listener behind iptables' REDIRECT: it hands each connection to the listener of the address
   * that was dialed, and passes on as dialed what no listener claims.
   */
  static Listener intercept(Address address) {
    return of(
            Names.INTERCEPT,
            new Addresses.Bind(java.util.List.of(address), true),
            TcpProxies.filter(Names.PASSTHROUGH, Names.PASSTHROUGH))
        .toBuilder()
        .setUseOriginalDst(BoolValue.of(true))
        .addListenerFilters(
            ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.original_dst")
                .setTypedConfig(Any.pack(OriginalDst.getDefaultInstance())))
        .build();
  }
}
