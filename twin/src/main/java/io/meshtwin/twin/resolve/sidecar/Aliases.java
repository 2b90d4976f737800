package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resolve.sidecar.MeshService.Resolution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ExternalName Services are other names of what they point to, through any number of hops; a circle
 * points nowhere ({@code resolveServiceAliases}).
 */
final class Aliases {
  private static final Comparator<MeshService.Alias> ORDER =
      Comparator.comparing(MeshService.Alias::namespace).thenComparing(MeshService.Alias::host);

  private Aliases() {}

  static List<MeshService> resolved(List<MeshService> all) {
    Map<String, String> targets = new HashMap<>();
    for (MeshService service : all) {
      if (service.resolution() == Resolution.ALIAS) {
        // The target stands where an alias has its only own name.
        targets.put(service.host(), service.aliases().getFirst().host());
      }
    }
    if (targets.isEmpty()) {
      return all;
    }
    Map<String, List<MeshService.Alias>> byTarget = new HashMap<>();
    for (MeshService service : all) {
      String target = targets.containsKey(service.host()) ? end(service.host(), targets) : null;
      if (service.resolution() == Resolution.ALIAS && target != null) {
        byTarget
            .computeIfAbsent(target, _ -> new ArrayList<>())
            .add(new MeshService.Alias(service.namespace(), service.host()));
      }
    }
    return all.stream()
        .map(service ->
            service.withAliases(
                byTarget.getOrDefault(service.host(), List.of()).stream().sorted(ORDER).toList()))
        .toList();
  }

  private static @Nullable String end(String host, Map<String, String> targets) {
    Set<String> seen = new HashSet<>();
    String at = host;
    while (targets.containsKey(at)) {
      if (!seen.add(at)) {
        return null;
      }
      at = targets.getOrDefault(at, "");
    }
    return at;
  }
}
