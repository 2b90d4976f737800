package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the control planes of a mesh, by revision. A namespace's clients belong to the
 * revision that its label {@code istio.io/rev} names, in a namespace without labels of injection to
 * the one that their own names ({@code mutatingwebhook.yaml}), where that has settings of its own;
 * else to the default one, else to the only one.
 */
final class MeshConfigs {
  /** The label that names a namespace's control plane. */
  static final String REVISION = "istio.io/rev";

  private static final String FIELD = "data.mesh";

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
    MeshConfig shared = MeshSettings.of(image);
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
                  : new Settings(
                      config,
                      origin,
                      Stream.of(
                              MeshConfigLimits.of(image, config),
                              MeshConfigLimits.notShared(config, shared))
                          .flatMap(what -> what)
                          .map(what -> Caveats.notModelled(what + " in " + map.key(), origin))
                          .toList());
          byRevision.put(settings.config().revision(), settings);
        });
  }

  /** The settings of a client's control plane. */
  Settings of(ClientScope client) {
    String revision = revision(client);
    Settings own = byRevision.get(revision);
    if (own != null) {
      return own;
    }
    Settings usual = byRevision.get("");
    if (usual != null) {
      return usual;
    }
    return switch (byRevision.size()) {
      case 0 -> none(client.cluster());
      case 1 -> byRevision.values().iterator().next();
      default -> undecided(client, revision);
    };
  }

  private String revision(ClientScope client) {
    var key = new ResourceKey(client.cluster(), "", "Namespace", "", client.namespace());
    @Nullable Namespace namespace = image.get(key, Namespace.class);
    Map<String, String> labels = namespace == null ? Map.of() : namespace.metadata().labels();
    if (labels.containsKey(ClientScopes.INJECTION)) {
      return "";
    }
    String own = client.labels().getOrDefault(REVISION, "");
    return labels.getOrDefault(REVISION, own);
  }

  /** Whether it matters which control plane a client belongs to. */
  static boolean several(MeshImage image) {
    return image.all(ConfigMap.class).filter(ConfigMap::isMeshConfig).limit(2).count() > 1;
  }

  /** A tag, or none at all: which of several control planes it means is not in the mesh. */
  private Settings undecided(ClientScope client, String revision) {
    Settings first = byRevision.values().iterator().next();
    String all =
        byRevision.values().stream()
            .map(settings -> settings.origin().resource().toString())
            .collect(Collectors.joining(", "));
    String which = "which of " + all + " holds for namespace " + client.namespace();
    String label =
        revision.isEmpty() ? " without " + REVISION : " with " + REVISION + ": " + revision;
    return new Settings(
        first.config(),
        first.origin(),
        List.of(new Caveat(which + label + " is not known", first.origin())));
  }

  private static Settings none(String cluster) {
    var key = new ResourceKey(cluster, "", "ConfigMap", "istio-system", "istio");
    return new Settings(MeshConfig.DEFAULT, new Origin(key, FIELD, null), List.of());
  }
}
