package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.resource.MeshConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What MeshConfig says about security.
 *
 * @param rootNamespace whose policies apply to every namespace
 * @param trustDomain the domain of the workloads' identities
 * @param aliases further domains that count as it
 * @param autoMtls whether clients speak mutual TLS to endpoints that take it ({@code
 *     enableAutoMtls})
 * @param providers external authorizers by name
 */
public record SecuritySettings(
    String rootNamespace,
    String trustDomain,
    List<String> aliases,
    boolean autoMtls,
    Map<String, Provider> providers) {
  /** What Istio does where MeshConfig says nothing. */
  public static final SecuritySettings USUAL =
      new SecuritySettings("istio-system", "cluster.local", List.of(), true, Map.of());

  public SecuritySettings {
    aliases = List.copyOf(aliases);
    providers = Map.copyOf(providers);
  }

  /** What a mesh's settings say. */
  public static SecuritySettings of(MeshConfig config) {
    var providers = new TreeMap<String, Provider>();
    config
        .extensionProviders()
        .forEach((name, provider) -> {
          if (provider.has("envoyExtAuthzGrpc")) {
            providers.put(name, Provider.GRPC);
          } else if (provider.has("envoyExtAuthzHttp")) {
            providers.put(name, Provider.HTTP);
          }
        });
    return new SecuritySettings(
        config.rootNamespace(),
        config.trustDomain(),
        config.trustDomainAliases(),
        config.autoMtls(),
        providers);
  }

  /** What an external authorizer reads: with HTTP it is not asked about bytes. */
  public enum Provider {
    /** {@code envoyExtAuthzHttp}. */
    HTTP,
    /** {@code envoyExtAuthzGrpc}. */
    GRPC
  }

  /** The identity of workloads that run as a service account, as their certificates have it. */
  public String identity(String namespace, String serviceAccount) {
    return "spiffe://" + trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount;
  }
}
