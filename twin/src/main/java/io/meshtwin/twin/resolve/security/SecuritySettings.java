package io.meshtwin.twin.resolve.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.routing.TlsParameters;
import java.util.ArrayList;
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
 * @param mutual versions and ciphers of the mesh's mutual TLS ({@code meshMTLS})
 */
public record SecuritySettings(
    String rootNamespace,
    String trustDomain,
    List<String> aliases,
    boolean autoMtls,
    Map<String, Provider> providers,
    TlsParameters mutual) {
  /** What istiod's proxies agree to on their own ({@code SupportedCiphers}). */
  private static final TlsParameters USUAL_MUTUAL =
      new TlsParameters(
          TlsParameters.Version.V1_2,
          TlsParameters.Version.V1_3,
          List.of(
              "ECDHE-ECDSA-AES256-GCM-SHA384",
              "ECDHE-RSA-AES256-GCM-SHA384",
              "ECDHE-ECDSA-AES128-GCM-SHA256",
              "ECDHE-RSA-AES128-GCM-SHA256",
              "AES256-GCM-SHA384",
              "AES128-GCM-SHA256"));

  /** What Istio does where MeshConfig says nothing. */
  public static final SecuritySettings USUAL =
      new SecuritySettings(
          "istio-system", "cluster.local", List.of(), true, Map.of(), USUAL_MUTUAL);

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
        providers,
        mutual(config.body().path("meshMTLS")));
  }

  private static TlsParameters mutual(JsonNode said) {
    boolean newest = said.path("minProtocolVersion").asText("").equals("TLSV1_3");
    var ciphers = new ArrayList<String>();
    said.path("cipherSuites").forEach(suite -> ciphers.add(suite.asText()));
    return new TlsParameters(
        newest ? TlsParameters.Version.V1_3 : USUAL_MUTUAL.least(),
        USUAL_MUTUAL.most(),
        ciphers.isEmpty() ? USUAL_MUTUAL.cipherSuites() : ciphers);
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
