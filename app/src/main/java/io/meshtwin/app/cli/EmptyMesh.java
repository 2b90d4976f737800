package io.meshtwin.app.cli;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Secret;
import io.meshtwin.twin.resource.ServiceAccount;
import java.util.List;
import java.util.Optional;

/**
 * A mesh of which nothing can be asked: whatever is answered about it sounds as if all was well.
 */
final class EmptyMesh {
  private EmptyMesh() {}

  /** What to say of it, and what may be meant; empty where the mesh has something. */
  static Optional<String> words(MeshImage image, List<String> sources) {
    boolean something =
        image.resources().values().stream()
            .map(ResourceState::resource)
            .anyMatch(EmptyMesh::decidesOrSends);
    return something
        ? Optional.empty()
        : Optional.of(
            "the mesh is empty: there is no Service, workload, Gateway or route in %s; %s"
                .formatted(String.join(", ", sources), advice(sources.getFirst())));
  }

  private static boolean decidesOrSends(Resource resource) {
    return !(resource instanceof Foreign
        || resource instanceof Namespace
        || resource instanceof Node
        || resource instanceof ServiceAccount
        || resource instanceof ConfigMap
        || resource instanceof Secret);
  }

  private static String advice(String source) {
    if (source.equals(LiveMesh.CLUSTER)) {
      return "is it the cluster that you mean (kubectl config current-context)?";
    }
    return LiveMesh.names(source)
        ? "is it the log, the moment and the name of the mesh that you mean?"
        : "--mesh takes rendered manifests (kustomize build, helm template), or cluster";
  }
}
