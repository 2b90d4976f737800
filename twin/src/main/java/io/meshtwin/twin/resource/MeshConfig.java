package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meshtwin.twin.event.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Istio's settings for a whole mesh: {@code data.mesh} of the ConfigMap {@code istio} or {@code
 * istio-<revision>}. What is given replaces the default as a whole; only {@code defaultConfig} and
 * the providers merge ({@code ApplyMeshConfig}).
 *
 * @param revision the control plane's, empty for the default one
 * @param body all of it as a tree, without defaults; not to be changed
 */
public record MeshConfig(String revision, JsonNode body) {
  /** What holds where there is no MeshConfig. */
  public static final MeshConfig DEFAULT =
      new MeshConfig("", JsonNodeFactory.instance.objectNode());

  private static final String ROOT_NAMESPACE = "istio-system";
  private static final String TRUST_DOMAIN = "cluster.local";

  /** What becomes of traffic to what nobody knows ({@code outboundTrafficPolicy.mode}). */
  public enum Outbound {
    /** It is dropped. */
    REGISTRY_ONLY,
    /** It leaves as dialed. */
    ALLOW_ANY,
    /** It leaves to where DNS says that the request's name is. */
    ALLOW_ANY_DYNAMIC_DNS
  }

  /** What becomes of traffic to what nobody knows; an empty message means the first word. */
  public Outbound outbound() {
    if (!body.has("outboundTrafficPolicy")) {
      return Outbound.ALLOW_ANY;
    }
    return switch (body.path("outboundTrafficPolicy").path("mode").asText("")) {
      case "ALLOW_ANY", "1" -> Outbound.ALLOW_ANY;
      case "ALLOW_ANY_DYNAMIC_DNS", "3" -> Outbound.ALLOW_ANY_DYNAMIC_DNS;
      default -> Outbound.REGISTRY_ONLY;
    };
  }

  /** The namespace whose objects reach the whole mesh. */
  public String rootNamespace() {
    return text("rootNamespace", ROOT_NAMESPACE);
  }

  /** The domain in the names of workloads. */
  public String trustDomain() {
    return text("trustDomain", TRUST_DOMAIN);
  }

  /** Domains that count as the trust domain too. */
  public List<String> trustDomainAliases() {
    return texts("trustDomainAliases");
  }

  /** Whether clients speak mutual TLS to workloads that can. */
  public boolean autoMtls() {
    return body.path("enableAutoMtls").asBoolean(true);
  }

  /** To whom Services and ServiceEntries are visible that do not say. */
  public ExportTo serviceExportTo() {
    return exportTo("defaultServiceExportTo");
  }

  /** To whom VirtualServices are visible that do not say. */
  public ExportTo virtualServiceExportTo() {
    return exportTo("defaultVirtualServiceExportTo");
  }

  /** To whom DestinationRules are visible that do not say. */
  public ExportTo destinationRuleExportTo() {
    return exportTo("defaultDestinationRuleExportTo");
  }

  /** Whether requests to ports that say HTTP go on in HTTP/2 where no DestinationRule says. */
  public boolean upgradesToHttp2() {
    return List.of("UPGRADE", "1").contains(text("h2UpgradePolicy", ""));
  }

  /** Whether proxies send headers of HTTP/1 in the case in which they came. */
  public boolean keepsHeaderCase() {
    JsonNode headers = body.path("defaultConfig").path("proxyHeaders");
    return headers.path("preserveHttp1HeaderCase").asBoolean(false);
  }

  /** The connection pool of hosts whose DestinationRules say none; null where there is none. */
  public TrafficPolicy.@Nullable ConnectionPool defaultPool() {
    JsonNode pool = body.path("defaultTrafficPolicy").path("connectionPool");
    return pool.isObject() ? TrafficPolicyReader.pool(fields(pool)) : null;
  }

  /** Whether failing endpoints are left out where no DestinationRule says. */
  public boolean leavesOut() {
    return body.path("defaultTrafficPolicy").has("outlierDetection");
  }

  /** Preference of near endpoints where no DestinationRule says; null where it is the usual one. */
  public TrafficPolicy.@Nullable Nearness nearness() {
    return LoadBalancerReader.nearness(fields(body));
  }

  /** Preference of the client's zone, likewise; null for none. */
  public TrafficPolicy.@Nullable Zones zones() {
    return LoadBalancerReader.zones(fields(body));
  }

  /** How requests are tried again where no route says; a missing node where the code's own way. */
  public JsonNode defaultHttpRetryPolicy() {
    return body.path("defaultHttpRetryPolicy");
  }

  /** The external authorizers, in their order. */
  public List<ExtAuthzProvider> authorizers() {
    var result = new ArrayList<ExtAuthzProvider>();
    for (JsonNode written : body.path("extensionProviders")) {
      ExtAuthzProvider provider = ExtAuthzProvider.read(written);
      if (provider != null) {
        result.add(provider);
      }
    }
    return result;
  }

  /** Which namespaces the control plane knows of; empty for all. */
  public List<LabelSelector> discoverySelectors() {
    return fields(body).list("discoverySelectors", LabelSelector::read);
  }

  private static Fields fields(JsonNode tree) {
    var nobody = new ResourceKey(ResourceKey.LOCAL, "", "ConfigMap", "", "");
    return new Fields(tree, "", new Problems(nobody, null));
  }

  /** A text of the top level. */
  public String text(String name, String absent) {
    String given = body.path(name).asText("");
    return given.isEmpty() ? absent : given;
  }

  private ExportTo exportTo(String name) {
    List<String> given = texts(name);
    return new ExportTo(given.isEmpty() ? List.of(ExportTo.ALL) : given);
  }

  private List<String> texts(String name) {
    var result = new ArrayList<String>();
    body.path(name).forEach(entry -> result.add(entry.asText()));
    return result;
  }

  /** The MeshConfig that a ConfigMap is; null where it is none or cannot be read. */
  public static @Nullable MeshConfig of(ConfigMap map) {
    if (!map.isMeshConfig()) {
      return null;
    }
    String name = map.key().name();
    String revision = name.equals("istio") ? "" : name.substring("istio-".length());
    JsonNode body = map.mesh();
    return body == null ? null : new MeshConfig(revision, body);
  }
}
