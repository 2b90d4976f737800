package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A ConfigMap: its {@code ca.crt}, Istio's MeshConfig, and of anything else the keys.
 *
 * @param metadata identity
 * @param data {@code ca.crt}, or all of Istio's MeshConfig; other values are not kept
 * @param keys the names of all values
 * @param authorities what is in {@code ca.crt}
 * @param mesh Istio's MeshConfig as a tree; null where there is none, or it cannot be read
 */
public record ConfigMap(
    Metadata metadata,
    Map<String, String> data,
    SortedSet<String> keys,
    Authorities authorities,
    @Nullable JsonNode mesh)
    implements Resource {
  public ConfigMap {
    data = Collections.unmodifiableMap(new TreeMap<>(data));
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
  }

  /**
   * Whether this is Istio's MeshConfig: the ConfigMap {@code istio}, or {@code istio-<revision>}.
   */
  public boolean isMeshConfig() {
    String name = key().name();
    return key().namespace().equals("istio-system")
        && (name.equals("istio") || name.startsWith("istio-"))
        && keys.contains("mesh");
  }

  static ConfigMap read(Metadata metadata, Fields body) {
    Map<String, String> values = body.texts("data");
    SortedSet<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(Secret.names(body, "binaryData"));
    var kept = new TreeMap<String, String>(values);
    kept.values().removeIf(String::isEmpty);
    JsonNode mesh =
        values.containsKey("mesh") ? YamlText.tree(values.getOrDefault("mesh", "")) : null;
    if (values.containsKey("mesh") && mesh == null) {
      body.invalid("data.mesh", "must be a YAML object");
    }
    Fields facts = body.object(Secret.FACTS);
    var result = new ConfigMap(metadata, kept, keys, Authorities.read(facts, false), mesh);
    facts.done();
    body.ignore("immutable", "sops");
    body.done();
    return result;
  }
}
