package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of the control planes of a mesh, by revision. A namespace's clients belong to the
 * revision that its label {@code istio.io/rev} names, where that has settings of its own.
 */
final class MeshConfigs {
  private static final String REVISION = "istio.io/rev";
  private static final String FIELD = "data.mesh";

  /** Fields that decide what proxies do and are not modelled. */
  private static final Set<String> UNMODELLED =
      Set.of(
          "discoverySelectors",
          "proxyHttpPort",
          "serviceEntryVisibility",
          "defaultTrafficPolicy",
          "zoneAwareLbSetting");

  private static final Set<String> USUAL_PATHS = Set.of("", "DEFAULT", "BASE", "0", "2");

  private final MeshImage image;
  private final Map<String, Settings> byRevision = new TreeMap<>();

  /**
   * What a control plane is set to.
   *
   * @param config the settings
   * @param origin the ConfigMap
   * @param unmodelled what of it decides and is not modelled; everything is unknown then
   */
  record Settings(MeshConfig config, Origin origin, List<Caveat> unmodelled) {
    Settings {
      unmodelled = List.copyOf(unmodelled);
    }
  }

  MeshConfigs(MeshImage image) {
    this.image = image;
    image
        .all(ConfigMap.class)
        .filter(ConfigMap::isMeshConfig)
        .forEach(map -> {
          MeshConfig config = MeshConfig.of(map);
          var origin = new Origin(map.key(), FIELD, map.metadata().source(FIELD));
          Settings settings =
              config == null
                  ? new Settings(
                      MeshConfig.DEFAULT, origin, Caveats.refused(image, map.key()).toList())
                  : new Settings(config, origin, unmodelled(config, origin));
          byRevision.put(settings.config().revision(), settings);
        });
  }

  /** The settings of a client's control plane. */
  Settings of(ClientScope client) {
    var key = new ResourceKey(client.cluster(), "", "Namespace", "", client.namespace());
    Namespace namespace = image.get(key, Namespace.class);
    String revision =
        namespace == null ? "" : namespace.metadata().labels().getOrDefault(REVISION, "");
    Settings own = byRevision.get(revision);
    return own == null ? byRevision.getOrDefault("", none(client.cluster())) : own;
  }

  private static Settings none(String cluster) {
    var key = new ResourceKey(cluster, "", "ConfigMap", "istio-system", "istio");
    return new Settings(MeshConfig.DEFAULT, new Origin(key, FIELD, null), List.of());
  }

  private static List<Caveat> unmodelled(MeshConfig config, Origin origin) {
    var result = new ArrayList<Caveat>();
    UNMODELLED.stream()
        .filter(field -> config.body().has(field))
        .sorted()
        .map(field -> Caveats.notModelled(field + " in " + origin.resource(), origin))
        .forEach(result::add);
    String paths = config.body().path("pathNormalization").path("normalization").asText("");
    if (!USUAL_PATHS.contains(paths)) {
      String what = "pathNormalization " + paths + " in " + origin.resource();
      result.add(Caveats.notModelled(what, origin));
    }
    return result;
  }
}
