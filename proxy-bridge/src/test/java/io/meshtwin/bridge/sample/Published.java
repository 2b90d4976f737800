package io.meshtwin.bridge.sample;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.cache.ResourceStore;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.server.Admission;
import io.meshtwin.bridge.server.XdsServer;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.bridge.xds.ProxyRouting;
import io.meshtwin.bridge.xds.Translation;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the proxies of a test are to run. */
public final class Published implements Admission {
  private final SecretSource secrets;
  private final ResourceStore store = new ResourceStore();
  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private final Map<ProxyId, Configuration> targets = new ConcurrentHashMap<>();

  /** Nobody speaks TLS. */
  public Published() {
    this(SecretSource.NONE);
  }

  public Published(SecretSource secrets) {
    this.secrets = secrets;
  }

  public int port(ProxyId proxy, String listener) {
    return addresses.port(proxy, listener);
  }

  /** Sets what a proxy is to run; with a server that is up, tell it to refresh. */
  public Configuration set(ProxyId proxy, List<Listener> listeners, Cluster... clusters) {
    Map<ServicePort, Cluster> byPort =
        List.of(clusters).stream().collect(Collectors.toMap(Cluster::service, Function.identity()));
    Configuration configuration =
        store.configuration(
            Translation.of(
                proxy,
                new ProxyRouting(listeners, null, Destination.ToService::new),
                (port, _, _) ->
                    byPort.getOrDefault(
                        port, new Cluster(port, Cluster.Protocol.HTTP, List.of(), List.of())),
                addresses,
                secrets));
    targets.put(proxy, configuration);
    return configuration;
  }

  /** As {@link #set}, and pushes. */
  public Configuration push(
      XdsServer server, ProxyId proxy, List<Listener> listeners, Cluster... clusters) {
    Configuration configuration = set(proxy, listeners, clusters);
    server.refresh(proxy);
    return configuration;
  }

  @Override
  public Optional<Configuration> target(ProxyId proxy) {
    return Optional.ofNullable(targets.get(proxy));
  }
}
