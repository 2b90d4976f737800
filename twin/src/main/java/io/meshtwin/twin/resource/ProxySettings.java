package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How proxies are started (Istio's ProxyConfig): in MeshConfig's {@code defaultConfig}, in a Pod's
 * annotation {@code proxy.istio.io/config}, and as environment in objects of the kind ProxyConfig.
 * Nearly all of it concerns logs, statistics and lifetimes; what remains decides what proxies do
 * with traffic and is not modelled.
 */
public final class ProxySettings {
  /** Fields of which every value decides something. */
  private static final Set<String> DECIDING =
      Set.of(
          "customConfigFile",
          "proxyBootstrapTemplatePath",
          "runtimeValues",
          "connectionSettings",
          "caCertificatesPem");

  private static final String TOPOLOGY = "gatewayTopology";
  private static final String METADATA = "proxyMetadata";
  private static final String INTERCEPTION = "interceptionMode";

  /** Beginnings of variables that proxies and their agents read. */
  private static final List<String> READ = List.of("ISTIO_", "ENABLE_", "ENVOY_", "INBOUND_");

  /** Of those the ones that concern logs, statistics, lifetimes and labels. */
  private static final Set<String> HARMLESS =
      Set.of(
          "ISTIO_BOOTSTRAP_OVERRIDE_ENABLED",
          "ISTIO_META_ACCESSLOG",
          "ISTIO_META_CLOUDRUN_ADDR",
          "ISTIO_META_DROP_UNKNOWN",
          "ISTIO_META_MESH_ID",
          "ISTIO_META_OWNER",
          "ISTIO_META_PROXY_XDS_VIA_AGENT",
          "ISTIO_META_WORKLOAD_NAME",
          "ISTIO_PROMETHEUS_ANNOTATIONS",
          "ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL");

  private ProxySettings() {}

  /** Paths of what decides something in settings as a tree, sorted; {@code path} is their own. */
  public static List<String> deciding(JsonNode settings, String path) {
    var result = new TreeSet<String>();
    for (var field : settings.properties()) {
      String name = field.getKey();
      if (DECIDING.contains(name) && !field.getValue().isEmpty()) {
        result.add(path + name);
      } else if (name.equals(TOPOLOGY)) {
        field.getValue().fieldNames().forEachRemaining(own -> result.add(path + name + "." + own));
        // Read where gateways are: sidecars have nobody before them.
        result.remove(path + name + ".numTrustedProxies");
      } else if (name.equals(INTERCEPTION) && isNone(field.getValue().asText())) {
        result.add(path + name);
      } else if (name.equals(METADATA)) {
        result.addAll(deciding(texts(field.getValue()), path + name + "."));
      }
    }
    return List.copyOf(result);
  }

  /** Names of variables that decide something, sorted, each with {@code path} before it. */
  public static List<String> deciding(Map<String, String> environment, String path) {
    return environment.keySet().stream()
        .filter(name -> READ.stream().anyMatch(name::startsWith) && !HARMLESS.contains(name))
        .sorted()
        .map(name -> path + name)
        .toList();
  }

  /** The same of settings as a text in YAML; null where it is none. */
  public static @Nullable List<String> deciding(String yaml) {
    JsonNode tree = tree(yaml);
    return tree == null ? null : deciding(tree, "");
  }

  /** Settings that are a text in YAML; null where it is none. */
  public static @Nullable JsonNode tree(String yaml) {
    return YamlText.tree(yaml);
  }

  private static boolean isNone(String mode) {
    return mode.equals("NONE") || mode.equals("2");
  }

  private static Map<String, String> texts(JsonNode map) {
    var result = new TreeMap<String, String>();
    map.properties().forEach(entry -> result.put(entry.getKey(), entry.getValue().asText()));
    return result;
  }
}
