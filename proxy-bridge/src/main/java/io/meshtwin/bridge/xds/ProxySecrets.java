package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The certificates and authorities that one proxy's listeners and clusters name.
 *
 * @param all sorted by name
 * @param ofClusters the names of those that clusters need: routes wait for them
 */
public record ProxySecrets(List<Secret> all, Set<String> ofClusters) {
  /** Nothing speaks TLS. */
  public static final ProxySecrets NONE = new ProxySecrets(List.of(), Set.of());

  public ProxySecrets {
    all = List.copyOf(all);
    ofClusters = Set.copyOf(ofClusters);
  }

  static ProxySecrets of(SdsSecrets listeners, SdsSecrets clusters) {
    SortedMap<String, Secret> all = new TreeMap<>();
    listeners.used().forEach(secret -> all.put(secret.getName(), secret));
    clusters.used().forEach(secret -> all.put(secret.getName(), secret));
    return new ProxySecrets(
        List.copyOf(all.values()),
        Set.copyOf(clusters.used().stream().map(Secret::getName).toList()));
  }

  /** A count: private keys are among them. */
  @Override
  public String toString() {
    return all.size() + " secrets";
  }
}
