package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Listener;
import java.util.List;
import java.util.Optional;

/**
 * The cluster's own addresses: a Service is at its cluster IPs, an endpoint at its pod's. Sidecars
 * intercept at 127.0.0.1:15001, where iptables sends what the workload dials.
 *
 * @param gatewayIp the address that Gateways open their ports on
 */
public record ClusterAddresses(String gatewayIp) implements Addresses {
  /** The port that a sidecar's iptables rules redirect to, by the custom of sidecar meshes. */
  public static final int INTERCEPT_PORT = 15001;

  /** The port that iptables sends what comes to the workload to, by the same custom. */
  public static final int INBOUND_PORT = 15006;

  /** What comes from here to the workload is not sent back (istiod, {@code passThroughBindIPs}). */
  private static final String TO_WORKLOAD = "127.0.0.6";

  private static final String LOOPBACK = "127.0.0.1";
  private static final String EVERY = "0.0.0.0";

  /** Gateways listen on loopback only. */
  public ClusterAddresses() {
    this(LOOPBACK);
  }

  @Override
  public boolean differByProxy() {
    return false;
  }

  @Override
  public Bind listen(ProxyId proxy, Listener listener) {
    return switch (listener.binding()) {
      case Listener.Binding.ToService service ->
          new Bind(
              service.addresses().stream().map(ip -> new Address(ip, service.port())).toList(),
              false);
      case Listener.Binding.ToPort every ->
          new Bind(List.of(new Address(EVERY, every.port())), false);
      case Listener.Binding.ToAnything _ -> Bind.open(LOOPBACK, INTERCEPT_PORT);
      case Listener.Binding.ToGateway gateway -> Bind.open(gatewayIp, gateway.port());
    };
  }

  @Override
  public Optional<Address> reach(ProxyId proxy, Cluster cluster, Endpoint endpoint) {
    boolean socket = endpoint.port() < 1;
    return endpoint.address().isEmpty() || socket
        ? Optional.empty()
        : Optional.of(new Address(endpoint.address(), endpoint.port()));
  }

  @Override
  public Optional<Entrance> entrance(ProxyId proxy) {
    return switch (proxy.role()) {
      case SIDECAR ->
          Optional.of(
              new Entrance(new Address(EVERY, INBOUND_PORT), Original.REDIRECTED, TO_WORKLOAD));
      case GATEWAY -> Optional.empty();
    };
  }

  @Override
  public Optional<Address> intercept(ProxyId proxy) {
    return switch (proxy.role()) {
      case SIDECAR -> Optional.of(new Address(LOOPBACK, INTERCEPT_PORT));
      case GATEWAY -> Optional.empty();
    };
  }
}
