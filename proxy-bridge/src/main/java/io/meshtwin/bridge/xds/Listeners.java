package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.UdpListenerConfig;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import java.util.List;
import java.util.function.Function;

/** {@code Listener}: addresses, filter chains, and what tells them apart. */
final class Listeners {
  private Listeners() {}

  /**
   * A listener of connections.
   *
   * @param inspect whether chains are chosen by what a TLS handshake asks for
   */
  static Listener of(String name, Addresses.Bind bind, List<FilterChain> chains, boolean inspect) {
    Listener.Builder listener = template(name, bind, Address::message);
    // Where a chain asks for addresses, Envoy never comes back to one that does not.
    boolean addressed =
        chains.stream().anyMatch(c -> c.getFilterChainMatch().getPrefixRangesCount() > 0);
    for (FilterChain chain : chains) {
      if (addressed && !chain.hasFilterChainMatch()) {
        listener.setDefaultFilterChain(chain);
      } else {
        listener.addFilterChains(chain);
      }
    }
    if (inspect) {
      listener.addListenerFilters(
          filter("envoy.filters.listener.tls_inspector", TlsInspector.getDefaultInstance()));
    }
    if (chains.stream().anyMatch(c -> c.getFilterChainMatch().getApplicationProtocolsCount() > 0)) {
      listener.addListenerFilters(
          filter("envoy.filters.listener.http_inspector", HttpInspector.getDefaultInstance()));
    }
    if (!bind.bindToPort()) {
      listener.setBindToPort(BoolValue.of(false));
    }
    return listener.build();
  }

  /** A listener of datagrams. */
  static Listener datagrams(String name, Addresses.Bind bind, ListenerFilter proxy) {
    return template(name, bind, Address::datagrams)
        .setUdpListenerConfig(UdpListenerConfig.getDefaultInstance())
        .addListenerFilters(proxy)
        .build();
  }

  private static Listener.Builder template(
      String name,
      Addresses.Bind bind,
      Function<Address, io.envoyproxy.envoy.config.core.v3.Address> message) {
    Listener.Builder listener =
        Listener.newBuilder()
            .setName(name)
            .setAddress(message.apply(bind.addresses().getFirst()))
            .setTrafficDirection(TrafficDirection.OUTBOUND);
    for (Address further : bind.addresses().subList(1, bind.addresses().size())) {
      listener.addAdditionalAddresses(
          AdditionalAddress.newBuilder().setAddress(message.apply(further)));
    }
    return listener;
  }

  private static ListenerFilter filter(String name, Message config) {
    return ListenerFilter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }

  private static FilterChain passing() {
    return FilterChain.newBuilder()
        .addFilters(TcpProxies.filter(Names.PASSTHROUGH, Names.PASSTHROUGH))
        .build();
  }

  /**
   * The listener behind iptables' REDIRECT: it hands each connection to the listener of the address
   * that was dialed, and passes on as dialed what no listener claims.
   *
   * @param anything what is done with the rest instead, empty for passing it on
   */
  static Listener intercept(Address address, List<FilterChain> anything) {
    return of(
            Names.INTERCEPT,
            new Addresses.Bind(List.of(address), true),
            anything.isEmpty() ? List.of(passing()) : anything,
            false)
        .toBuilder()
        .setUseOriginalDst(BoolValue.of(true))
        .addListenerFilters(
            filter("envoy.filters.listener.original_dst", OriginalDst.getDefaultInstance()))
        .build();
  }
}
