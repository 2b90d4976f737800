package io.meshtwin.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a cluster's objects as events. */
final class ClusterObjects {
  /** Objects per page, as kubectl asks for them. */
  private static final long PAGE = 500;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final KubernetesClient client;
  private final String cluster;
  private final Attribution attribution;

  /**
   * All objects of a kind at one moment.
   *
   * @param resourceVersion the moment, from which a watch goes on
   */
  record Listing(List<ResourceEvent.Applied> objects, String resourceVersion) {}

  ClusterObjects(KubernetesClient client, String cluster) {
    this.client = client;
    this.cluster = cluster;
    this.attribution = new Attribution(cluster);
  }

  KubernetesClient client() {
    return client;
  }

  String cluster() {
    return cluster;
  }

  Attribution attribution() {
    return attribution;
  }

  /**
   * Lists all objects of a kind, page by page; all pages show one moment.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server refuses, is
   *     gone, or forgets the moment between two pages (410)
   */
  Listing list(ServedKind kind) {
    var objects = new ArrayList<ResourceEvent.Applied>();
    String next = "";
    String version = "";
    do {
      var options = kind.options().withLimit(PAGE);
      var page =
          kind.objects(client)
              .list((next.isEmpty() ? options : options.withContinue(next)).build());
      version = page.getMetadata().getResourceVersion();
      Instant now = Instant.now();
      page.getItems().forEach(item -> objects.add(applied(kind, item, now)));
      String more = page.getMetadata().getContinue();
      next = more == null ? "" : more;
    } while (!next.isEmpty());
    return new Listing(objects, version);
  }

  /** One object as an event. Items of a list carry neither kind nor version. */
  ResourceEvent.Applied applied(ServedKind kind, GenericKubernetesResource object, Instant now) {
    object.setKind(kind.kind().kind());
    object.setApiVersion(kind.apiVersion());
    var manifest = Manifest.of(cluster, MAPPER.convertValue(object, JsonNode.class));
    return new ResourceEvent.Applied(manifest, attribution.of(object, now));
  }
}
