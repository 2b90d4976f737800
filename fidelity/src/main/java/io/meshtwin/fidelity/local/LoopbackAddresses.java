package io.meshtwin.fidelity.local;

import io.meshtwin.bridge.xds.Address;
import io.meshtwin.bridge.xds.Addresses;
import io.meshtwin.bridge.xds.ClusterAddresses;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mesh's own addresses, whatever they are, mapped onto loopback for a run: each Service of each
 * sidecar, each Gateway and each endpoint has an address of its own, and keeps its port where the
 * system allows it. Given out in the order in which they are asked for, so that the same questions
 * get the same answers. Safe for use by several threads.
 */
public final class LoopbackAddresses implements Addresses, AutoCloseable {
  private static final String OUTSIDE = "outside";
  private static final int OUTSIDE_PORT = 8080;

  private final LoopbackBlock block;
  private final Doors doors;
  private final Opened opened;
  private final Map<String, String> ips = new HashMap<>();
  private final Map<String, Address> addresses = new HashMap<>();

  /** Told of endpoints before anyone is told to reach them. */
  @FunctionalInterface
  public interface Opened {
    /**
     * @param datagrams whether the endpoint takes datagrams, not connections
     */
    void endpoint(Endpoint endpoint, Address address, boolean datagrams);

    /**
     * Connections to a workload go through its proxy.
     *
     * @param front where clients reach it
     * @param proxy where its proxy takes them
     * @param workload where it is
     */
    default void redirected(Address front, Address proxy, Address workload) {
      throw new IllegalStateException("nobody hands connections at " + front + " to " + proxy);
    }
  }

  /** Which proxy stands before a workload; workloads that nothing tells apart may share one. */
  @FunctionalInterface
  public interface Doors {
    /** No workload has one. */
    Doors NONE = (_, _) -> Optional.empty();

    /** The proxy before an endpoint, empty where clients reach the workload itself. */
    Optional<ProxyId> before(Cluster cluster, Endpoint endpoint);
  }

  private LoopbackAddresses(LoopbackBlock block, Doors doors, Opened opened) {
    this.block = block;
    this.doors = doors;
    this.opened = opened;
  }

  /**
   * Takes a block of loopback addresses until closed.
   *
   * @param doors which proxies run before workloads
   * @param opened told of each endpoint
   */
  public static LoopbackAddresses claim(Doors doors, Opened opened) throws IOException {
    return new LoopbackAddresses(LoopbackBlock.claim(), doors, opened);
  }

  /** Takes a block of loopback addresses until closed, where clients reach workloads themselves. */
  public static LoopbackAddresses claim(Opened opened) throws IOException {
    return claim(Doors.NONE, opened);
  }

  /** Whether endpoints keep a port here: what proxies before them do depends on it. */
  public static boolean keeps(int port) {
    return LoopbackBlock.keeps(port);
  }

  /** Without doors, echo workloads stand for workloads without their proxies. */
  @Override
  public boolean throughProxies() {
    return !doors.equals(Doors.NONE);
  }

  /** Nothing is redirected by the kernel here: who hands a connection over says where it went. */
  @Override
  public synchronized Optional<Entrance> entrance(ProxyId proxy) {
    if (doors.equals(Doors.NONE) || proxy.role() != ProxyId.Role.SIDECAR) {
      return Optional.empty();
    }
    Address at = address("entrance " + proxy.nodeId(), ClusterAddresses.INBOUND_PORT);
    return Optional.of(new Entrance(at, Original.PROXY_PROTOCOL, ""));
  }

  @Override
  public synchronized Bind listen(ProxyId proxy, Listener listener) {
    String who =
        switch (listener.binding()) {
          case Listener.Binding.ToService to -> proxy.nodeId() + " " + to.service().service();
          case Listener.Binding.ToPort every -> proxy.nodeId() + " *:" + every.port();
          case Listener.Binding.ToAnything _ -> proxy.nodeId() + " *";
          case Listener.Binding.ToGateway _ -> proxy.nodeId();
        };
    Address address = address(who, listener.binding().port());
    return Bind.open(address.ip(), address.port());
  }

  @Override
  public synchronized Optional<Address> reach(ProxyId proxy, Cluster cluster, Endpoint endpoint) {
    if (endpoint.port() < 1 || endpoint.port() > 65535) {
      return Optional.empty();
    }
    boolean datagrams = cluster.protocol() == Cluster.Protocol.UDP;
    String who = who(endpoint) + (datagrams ? " datagrams" : "");
    int known = addresses.size();
    Address address = address(who, endpoint.port());
    if (addresses.size() > known) {
      opened.endpoint(endpoint, address, datagrams);
    }
    Optional<ProxyId> door = datagrams ? Optional.empty() : doors.before(cluster, endpoint);
    return Optional.of(door.map(before -> front(before, who(endpoint), address)).orElse(address));
  }

  private Address front(ProxyId before, String who, Address workload) {
    int known = addresses.size();
    Address front = address("front of " + who, workload.port());
    if (addresses.size() > known) {
      opened.redirected(front, entrance(before).orElseThrow().at(), workload);
    }
    return front;
  }

  private static String who(Endpoint endpoint) {
    return "endpoint " + endpoint.name() + " " + endpoint.address();
  }

  /** Nothing is redirected here: a workload of its own stands for the outside. */
  @Override
  public synchronized Optional<Address> original(ProxyId proxy, @Nullable ServicePort service) {
    int port = service == null ? OUTSIDE_PORT : service.port();
    var outside = new Endpoint(outside(service), "", port, outside(service), 1);
    int known = addresses.size();
    Address address = address(outside.name(), port);
    if (addresses.size() > known) {
      opened.endpoint(outside, address, false);
    }
    return Optional.of(address);
  }

  /**
   * The workload that stands for what is outside.
   *
   * @param service the host that claims it, null for none
   */
  public static String outside(@Nullable ServicePort service) {
    return service == null ? OUTSIDE : OUTSIDE + " " + service;
  }

  private Address address(String who, int port) {
    String ip = ips.computeIfAbsent(who, _ -> block.next());
    return addresses.computeIfAbsent(who + " " + port, _ -> new Address(ip, block.port(ip, port)));
  }

  @Override
  public synchronized void close() throws IOException {
    block.close();
  }
}
