package io.meshtwin.twin.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.LabelSelector;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.ProxySettings;
import io.meshtwin.twin.resource.ServiceEntry;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Fields of a MeshConfig that decide what proxies do with traffic, and are not modelled. */
final class MeshConfigLimits {
  private static final Set<String> USUAL_PATHS = Set.of("", "DEFAULT", "BASE", "0", "2");
  private static final String PATHS = "pathNormalization";
  private static final String SELECTORS = "discoverySelectors";
  private static final String VISIBILITY = "serviceEntryVisibility";
  private static final String SERVICES = "serviceSettings";
  private static final String SCOPES = "serviceScopeConfigs";

  /** Fields that are read once for a mesh, from the settings of its first revision. */
  private static final List<String> SHARED =
      List.of(
          "rootNamespace",
          "trustDomain",
          "trustDomainAliases",
          "enableAutoMtls",
          "defaultVirtualServiceExportTo",
          "defaultDestinationRuleExportTo",
          "defaultHttpRetryPolicy",
          "extensionProviders",
          "localityLbSetting",
          "zoneAwareLbSetting",
          "defaultTrafficPolicy",
          "tlsDefaults",
          "meshMTLS");

  private MeshConfigLimits() {}

  /** The fields that make a mesh's answers unknown, in words. */
  static Stream<String> of(MeshImage image, MeshConfig config) {
    JsonNode body = config.body();
    String paths = body.path(PATHS).path("normalization").asText("");
    return Stream.of(
            when(!USUAL_PATHS.contains(paths), PATHS + " " + paths),
            when(!allSelected(image, config), SELECTORS),
            when(body.has(VISIBILITY) && has(image, ServiceEntry.class), VISIBILITY),
            when(body.has(SERVICES) && clusters(image) > 1, SERVICES),
            when(body.has(SCOPES) && clusters(image) > 1, SCOPES),
            ProxySettings.deciding(body.path("defaultConfig"), "defaultConfig.").stream())
        .flatMap(Function.identity());
  }

  /** Fields of another revision's settings that are read from the first one's alone. */
  static Stream<String> notShared(MeshConfig config, MeshConfig shared) {
    return SHARED.stream()
        .filter(field -> !config.body().path(field).equals(shared.body().path(field)))
        .map(field -> field + ", which the settings of another revision say otherwise,");
  }

  /** Of namespaces that no selector takes istiod knows nothing. */
  private static boolean allSelected(MeshImage image, MeshConfig config) {
    List<LabelSelector> selectors = config.discoverySelectors();
    var labels = new NamespaceLabels(image);
    Stream<String> named = image.all(Namespace.class).map(namespace -> namespace.key().name());
    Stream<String> used =
        image.resources().keySet().stream().map(key -> key.namespace()).filter(n -> !n.isEmpty());
    return selectors.isEmpty()
        || Stream.concat(named, used)
            .distinct()
            .allMatch(namespace ->
                selectors.stream()
                    .anyMatch(selector -> selector.takes(labels.of(cluster(image), namespace))));
  }

  private static String cluster(MeshImage image) {
    return image.resources().keySet().stream().map(key -> key.cluster()).findFirst().orElse("");
  }

  private static long clusters(MeshImage image) {
    return image.resources().keySet().stream().map(key -> key.cluster()).distinct().count();
  }

  private static boolean has(
      MeshImage image, Class<? extends io.meshtwin.twin.resource.Resource> kind) {
    return image.all(kind).findAny().isPresent();
  }

  private static Stream<String> when(boolean so, String what) {
    return so ? Stream.of(what) : Stream.empty();
  }
}
