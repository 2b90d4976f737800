package io.meshtwin.app.cli;

import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a change touches nothing that the mesh's requests depend on, and why: of a change without
 * a difference people want to know whether it does nothing, or was not understood.
 *
 * @param before the mesh as it is
 * @param after the mesh with the change
 */
record IdleResources(MeshImage before, MeshImage after) {
  /** A line for each such resource. */
  List<String> lines(List<Preview.Touched> resources) {
    return resources.stream()
        .map(Preview.Touched::resource)
        .flatMap(key -> why(key).map(why -> key + " touches no request: " + why).stream())
        .toList();
  }

  private Optional<String> why(ResourceKey key) {
    ResourceState state = after.state(key);
    if (state == null) {
      state = before.state(key);
    }
    return state == null ? Optional.empty() : why(state.resource());
  }

  private Optional<String> why(Resource resource) {
    return switch (resource) {
      case Foreign foreign when !foreign.concernsTraffic() ->
          Optional.of("its kind decides nothing about traffic");
      case ConfigMap _ ->
          Optional.of(
              "ConfigMaps count only as Istio's mesh configuration or as authorities of TLS");
      case Route route -> unattached(route);
      case Pod pod -> unselected(pod.key(), pod.metadata().labels());
      case WorkloadTemplate template -> unselected(template.key(), template.podLabels());
      default -> Optional.empty();
    };
  }

  private Optional<String> unattached(Route route) {
    List<ResourceKey> parents = route.parents().stream().map(ParentRef::parent).toList();
    if (images().anyMatch(image -> parents.stream().anyMatch(p -> image.state(p) != null))) {
      return Optional.empty();
    }
    return Optional.of(
        "it attaches to nothing that is there"
            + parents.stream()
                .map(parent -> parent + Nearest.words(parent, keys()))
                .collect(Collectors.joining(", ", " (", ")")));
  }

  private Optional<String> unselected(ResourceKey key, Map<String, String> labels) {
    boolean selected =
        images()
            .flatMap(image -> image.all(Service.class))
            .filter(service -> service.key().namespace().equals(key.namespace()))
            .anyMatch(service -> service.selects(labels));
    return selected
        ? Optional.empty()
        : Optional.of("no Service selects it, and as a client it is met as before");
  }

  private Stream<ResourceKey> keys() {
    return images().flatMap(image -> image.resources().keySet().stream());
  }

  private Stream<MeshImage> images() {
    return Stream.of(before, after);
  }
}
