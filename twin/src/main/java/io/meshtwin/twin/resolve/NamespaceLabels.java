package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Namespace;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The labels of namespaces; each has its name as one, whether the mesh has it or not. */
final class NamespaceLabels {
  private static final String NAME = "kubernetes.io/metadata.name";

  private final MeshImage image;
  private final Map<ResourceKey, Map<String, String>> known = new ConcurrentHashMap<>();

  NamespaceLabels(MeshImage image) {
    this.image = image;
  }

  Map<String, String> of(String cluster, String name) {
    return known.computeIfAbsent(new ResourceKey(cluster, "", "Namespace", "", name), this::read);
  }

  private Map<String, String> read(ResourceKey key) {
    Namespace namespace = image.get(key, Namespace.class);
    var labels = new TreeMap<String, String>();
    if (namespace != null) {
      labels.putAll(namespace.metadata().labels());
    }
    labels.put(NAME, key.name());
    return labels;
  }
}
