package io.meshtwin.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SecretValues;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Values from an API server, one object at a time. What was read last stands while it is away. */
final class ClusterSecrets implements SecretReader {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSecrets.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final KubernetesClient client;
  private final String cluster;
  private final Map<ResourceKey, Content> last = new ConcurrentHashMap<>();

  ClusterSecrets(KubernetesClient client, String cluster) {
    this.client = client;
    this.cluster = cluster;
  }

  @Override
  public Optional<Content> read(ResourceKey key) {
    if (!key.cluster().equals(cluster) || !SecretValues.concern(key)) {
      return Optional.empty();
    }
    try {
      GenericKubernetesResource object =
          client
              .genericKubernetesResources(definition(key.kind()))
              .inNamespace(key.namespace())
              .withName(key.name())
              .get();
      return object == null ? forgotten(key) : Optional.of(kept(key, object));
    } catch (KubernetesClientException e) {
      // The answer's body is never part of it.
      LOG.warn("{} cannot be read from the cluster (status {})", key, e.getCode());
      return Optional.ofNullable(last.get(key));
    }
  }

  /** Given in full, so that no discovery is asked for it. */
  private static ResourceDefinitionContext definition(String kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(true)
        .build();
  }

  private Optional<Content> forgotten(ResourceKey key) {
    last.remove(key);
    return Optional.empty();
  }

  private Content kept(ResourceKey key, GenericKubernetesResource object) {
    object.setKind(key.kind());
    object.setApiVersion("v1");
    JsonNode tree = MAPPER.convertValue(object, JsonNode.class);
    var content = new Content(Manifest.of(cluster, tree), SecretValues.of(key, tree));
    last.put(key, content);
    return content;
  }
}
