package io.meshtwin.simulator.history;

import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Versions of routes of Gateway API that nobody has read yet: most configuration of a long stretch,
 * of which a flow needs few. A route acts only where it is attached, and its text names that; to
 * search a text is twenty times as fast as to read it.
 */
final class UnreadRoutes {
  private static final String NAME = "\"name\":\"";

  private final Map<ResourceKey, List<Version>> routes = new LinkedHashMap<>();

  private record Version(Manifest manifest, Supplier<Resource> resource) {}

  /** Whether a resource is one. */
  static boolean isRoute(ResourceKey key) {
    return key.kind().endsWith("Route") && key.group().equals(ParentRef.GATEWAY_GROUP);
  }

  /**
   * A version of a route.
   *
   * @param resource reads it
   */
  void add(Manifest manifest, Supplier<Resource> resource) {
    routes
        .computeIfAbsent(manifest.key(), _ -> new ArrayList<>())
        .add(new Version(manifest, resource));
  }

  /** Takes out every version of one route. */
  List<Resource> take(ResourceKey route) {
    List<Version> versions = Objects.requireNonNullElse(routes.remove(route), List.of());
    return versions.stream().map(version -> version.resource().get()).toList();
  }

  /**
   * Takes out every version of each route of which one may be attached to any of some resources.
   */
  List<Resource> mayAttachTo(Set<ResourceKey> parents) {
    Set<String> names = parents.stream().map(ResourceKey::name).collect(Collectors.toSet());
    boolean plain = names.stream().allMatch(UnreadRoutes::isPlain);
    return routes.entrySet().stream()
        .filter(route ->
            !plain
                || route.getValue().stream()
                    .anyMatch(version -> mentions(version.manifest().json(), names)))
        .map(Map.Entry::getKey)
        .toList()
        .stream()
        .flatMap(route -> take(route).stream())
        .toList();
  }

  private static boolean mentions(String json, Set<String> names) {
    int at = json.indexOf(NAME);
    while (at >= 0) {
      int from = at + NAME.length();
      int end = json.indexOf('"', from);
      if (end > 0 && names.contains(json.substring(from, end))) {
        return true;
      }
      at = json.indexOf(NAME, from);
    }
    return false;
  }

  /** Whether JSON writes a name as it is, as it does every name that Kubernetes takes. */
  private static boolean isPlain(String name) {
    return name.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\');
  }
}
