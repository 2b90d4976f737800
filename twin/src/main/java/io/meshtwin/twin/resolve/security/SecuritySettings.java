package io.meshtwin.twin.resolve.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.resource.ExtAuthzProvider;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.routing.TlsParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * What MeshConfig says about security.
 *
 * @param rootNamespace whose policies apply to every namespace
 * @param trustDomain the domain of the workloads' identities
 * @param aliases further domains that count as it
 * @param autoMtls whether clients speak mutual TLS to endpoints that take it ({@code
 *     enableAutoMtls})
 * @param authorizers external authorizers, in their order
 * @param mutual versions and ciphers of the mesh's mutual TLS ({@code meshMTLS})
 */
public record SecuritySettings(
    String rootNamespace,
    String trustDomain,
    List<String> aliases,
    boolean autoMtls,
    List<ExtAuthzProvider> authorizers,
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
          "istio-system", "cluster.local", List.of(), true, List.of(), USUAL_MUTUAL);

  public SecuritySettings {
    aliases = List.copyOf(aliases);
    authorizers = List.copyOf(authorizers);
  }

  /** What a mesh's settings say. */
  public static SecuritySettings of(MeshConfig config) {
    return new SecuritySettings(
        config.rootNamespace(),
        config.trustDomain(),
        config.trustDomainAliases(),
        config.autoMtls(),
        config.authorizers(),
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

  /** The identity of workloads that run as a service account, as their certificates have it. */
  public String identity(String namespace, String serviceAccount) {
    return "spiffe://" + trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount;
  }
}
