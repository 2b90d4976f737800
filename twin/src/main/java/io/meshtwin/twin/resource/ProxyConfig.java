package io.meshtwin.twin.resource;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ProxyConfig: how proxies are started. Of it only environment variables can decide what they do
 * with a request ({@link ProxySettings}).
 *
 * @param metadata identity
 * @param selector labels of the workloads meant, null for all of the namespace (of the mesh, in the
 *     root namespace)
 * @param environment variables of the proxies
 */
public record ProxyConfig(
    Metadata metadata, @Nullable Map<String, String> selector, Map<String, String> environment)
    implements Resource {
  public ProxyConfig {
    selector = selector == null ? null : Map.copyOf(selector);
    environment = Map.copyOf(environment);
  }

  /** Whether it means workloads with these labels, of its namespace. */
  public boolean selects(Map<String, String> labels) {
    return selector == null || labels.entrySet().containsAll(selector.entrySet());
  }

  static ProxyConfig read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    spec.integer("concurrency", 0, 0, Integer.MAX_VALUE);
    Fields selector = spec.object("selector");
    Map<String, String> labels = selector.texts("matchLabels");
    selector.done();
    Fields image = spec.object("image");
    image.text("imageType", "");
    image.done();
    var result =
        new ProxyConfig(
            metadata, spec.has("selector") ? labels : null, spec.texts("environmentVariables"));
    spec.done();
    body.done();
    return result;
  }
}
