package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Namespace;
import java.util.Map;
import java.util.TreeMap;

/** The labels of namespaces; each has its name as one, whether the mesh has it or not. */
final class NamespaceLabels {
  private static final String NAME = "kubernetes.io/metadata.name";

  private final MeshImage image;

  NamespaceLabels(MeshImage image) {
    this.image = image;
  }

  Map<String, String> of(String cluster, String name) {
    var key = new ResourceKey(cluster, "", "Namespace", "", name);
    Namespace namespace = image.get(key, Namespace.class);
    var labels = new TreeMap<String, String>();
    if (namespace != null) {
      labels.putAll(namespace.metadata().labels());
    }
    labels.put(NAME, name);
    return labels;
  }
}
