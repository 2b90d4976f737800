package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Collects the clusters that the filters of one proxy send to, as they are asked for. */
final class FilterClusters implements OwnClusters {
  private final OwnDestinations destinations;
  private final SdsSecrets secrets;
  private final Consumer<Caveat> notModelled;
  private final Map<String, Upstream> authorizers = new TreeMap<>();
  private final Map<String, Cluster> keyServers = new TreeMap<>();

  FilterClusters(OwnDestinations destinations, SdsSecrets secrets, Consumer<Caveat> notModelled) {
    this.destinations = destinations;
    this.secrets = secrets;
    this.notModelled = notModelled;
  }

  /** Where nobody is reached, asking fails, and the authorizer's settings say what holds then. */
  @Override
  public String authorizer(AccessFilter.External external) {
    ExternalAuthorizer authorizer = external.authorizer();
    Origin origin = external.policies().getFirst().origin();
    if (destinations.of(authorizer.service()) instanceof Destination.ToService to) {
      authorizers.computeIfAbsent(Names.cluster(to), _ -> Upstream.of(to, origin));
      return Names.cluster(to);
    }
    notModelled.accept(
        new Caveat(
            "the external authorizer %s is not reached: the proxy has no cluster for %s"
                .formatted(authorizer.provider(), authorizer.service()),
            origin));
    return Names.NO_CLUSTER;
  }

  @Override
  public Optional<String> keys(KeyServer server, TokenRule rule) {
    try {
      if (!keyServers.containsKey(server.cluster())) {
        keyServers.put(server.cluster(), server.cluster(secrets, rule.origin()));
      }
      return Optional.of(server.cluster());
    } catch (Unsupported e) {
      notModelled.accept(e.caveat());
      return Optional.empty();
    }
  }

  /** Services where authorizers are asked, by the clusters' names. */
  Map<String, Upstream> authorizers() {
    return authorizers;
  }

  /** Hosts where public keys are fetched. */
  Collection<Cluster> keyServers() {
    return keyServers.values();
  }
}
