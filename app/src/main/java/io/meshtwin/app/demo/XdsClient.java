package io.meshtwin.app.demo;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.meshtwin.app.json.CountWords;
import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.xds.ProxyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client of the bridge that acknowledges all it gets, in the place of an Envoy. */
final class XdsClient implements AutoCloseable, StreamObserver<DiscoveryResponse> {
  private static final String LOOPBACK = "127.0.0.1";

  private static final Set<ResourceType> EXPECTED =
      EnumSet.complementOf(EnumSet.of(ResourceType.SECRET));

  private final ProxyId proxy;
  private final ManagedChannel channel;
  private final Map<ResourceType, DiscoveryResponse> latest = new EnumMap<>(ResourceType.class);
  private @Nullable StreamObserver<DiscoveryRequest> requests;
  private @Nullable String failure;

  private XdsClient(ProxyId proxy, ManagedChannel channel) {
    this.proxy = proxy;
    this.channel = channel;
  }

  /** Opens a stream in a proxy's name and asks for everything. */
  static XdsClient connect(int port, ProxyId proxy) {
    var channel = NettyChannelBuilder.forAddress(LOOPBACK, port).usePlaintext().build();
    var client = new XdsClient(proxy, channel);
    var stream = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(client);
    synchronized (client) {
      client.requests = stream;
      client.ask(ResourceType.CLUSTER, List.of(), null);
      client.ask(ResourceType.LISTENER, List.of(), null);
    }
    return client;
  }

  /**
   * Waits until there is something of each type; nothing in the demo speaks TLS.
   *
   * @throws IllegalStateException when the stream ends or the time is over
   */
  synchronized void await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!latest.keySet().containsAll(EXPECTED)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (failure != null || left <= 0) {
        throw new IllegalStateException("no configuration over xDS: " + failure);
      }
      wait(left);
    }
  }

  /** What the route configuration of this name says, a line for each route. */
  synchronized List<String> lines(String name) {
    var lines = new ArrayList<String>();
    latest.forEach((type, response) ->
        lines.add(
            "%-9s %s".formatted(type, CountWords.of(response.getResourcesCount(), "resource"))));
    DiscoveryResponse routes = latest.get(ResourceType.ROUTES);
    if (routes != null) {
      routes.getResourcesList().stream()
          .map(XdsClient::route)
          .filter(routing -> routing.getName().equals(name))
          .flatMap(routing -> routing.getVirtualHostsList().stream())
          .flatMap(host -> host.getRoutesList().stream())
          .forEach(route ->
              lines.add("  %s: route %s to %s".formatted(name, route.getName(), to(route))));
    }
    return lines;
  }

  @Override
  public synchronized void onNext(DiscoveryResponse response) {
    ResourceType type = ResourceType.of(response.getTypeUrl()).orElseThrow();
    latest.put(type, response);
    ask(type, names(type), response);
    switch (type) {
      case CLUSTER -> ask(ResourceType.ENDPOINTS, referred(response), null);
      case LISTENER -> ask(ResourceType.ROUTES, referred(response), null);
      case ENDPOINTS, SECRET, ROUTES -> {}
    }
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable error) {
    failure = String.valueOf(error.getMessage());
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    failure = "the stream ended";
    notifyAll();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** Asks for a type, or acknowledges its response. */
  private void ask(ResourceType type, List<String> names, @Nullable DiscoveryResponse acked) {
    var request =
        DiscoveryRequest.newBuilder()
            .setNode(Node.newBuilder().setId(proxy.nodeId()))
            .setTypeUrl(type.typeUrl())
            .addAllResourceNames(names);
    if (acked != null) {
      request.setVersionInfo(acked.getVersionInfo()).setResponseNonce(acked.getNonce());
    }
    if (requests != null) {
      requests.onNext(request.build());
    }
  }

  private List<String> names(ResourceType type) {
    DiscoveryResponse parent =
        switch (type) {
          case ENDPOINTS -> latest.get(ResourceType.CLUSTER);
          case ROUTES -> latest.get(ResourceType.LISTENER);
          case CLUSTER, SECRET, LISTENER -> null;
        };
    return parent == null ? List.of() : referred(parent);
  }

  /** Clusters and HTTP listeners are named as the endpoints and routes that they refer to. */
  private static List<String> referred(DiscoveryResponse response) {
    return response.getResourcesList().stream().map(XdsClient::name).sorted().toList();
  }

  private static String name(Any resource) {
    try {
      return switch (ResourceType.of(resource.getTypeUrl()).orElseThrow()) {
        case CLUSTER ->
            io.envoyproxy.envoy.config.cluster.v3.Cluster.parseFrom(resource.getValue()).getName();
        case LISTENER ->
            io.envoyproxy.envoy.config.listener.v3.Listener.parseFrom(resource.getValue())
                .getName();
        case ENDPOINTS, SECRET, ROUTES -> throw new IllegalArgumentException("refers to nothing");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("our own bridge sends what parses", e);
    }
  }

  private static RouteConfiguration route(Any resource) {
    try {
      return RouteConfiguration.parseFrom(resource.getValue());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("our own bridge sends what parses", e);
    }
  }

  private static String to(Route route) {
    if (!route.hasRoute()) {
      return route.getActionCase().toString();
    }
    if (!route.getRoute().hasWeightedClusters()) {
      return route.getRoute().getCluster();
    }
    var parts = new ArrayList<String>();
    for (WeightedCluster.ClusterWeight cluster :
        route.getRoute().getWeightedClusters().getClustersList()) {
      parts.add(cluster.getName() + " weight " + cluster.getWeight().getValue());
    }
    return String.join(", ", parts);
  }
}
