package io.meshtwin.ingest.source;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * A kind as an API server serves it.
 *
 * @param kind the kind
 * @param version the preferred one of the versions that have the kind
 * @param plural its name in paths
 * @param namespaced whether its objects are in namespaces
 */
record ServedKind(MeshKind kind, String version, String plural, boolean namespaced) {
  String apiVersion() {
    return kind.group().isEmpty() ? version : kind.group() + "/" + version;
  }

  FilterWatchListDeletable<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      objects(KubernetesClient client) {
    var all =
        client.genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(version)
                .withKind(kind.kind())
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build());
    return namespaced ? all.inAnyNamespace() : all;
  }

  /** Options that select this kind's objects. */
  ListOptionsBuilder options() {
    var options = new ListOptionsBuilder(new ListOptions());
    return kind.selector().isEmpty() ? options : options.withFieldSelector(kind.selector());
  }
}
