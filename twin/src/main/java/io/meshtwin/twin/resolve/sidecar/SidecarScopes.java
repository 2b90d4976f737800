package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which Sidecar holds for a client ({@code initSidecarScopes}, {@code doGetSidecarScope}): of its
 * namespace those with a selector that takes it, oldest first, then those without; failing all of
 * them the root namespace's oldest without a selector.
 */
final class SidecarScopes {
  private final Registry registry;
  private final MeshConfig config;
  private final Origin origin;
  private final Map<String, List<Sidecar>> byNamespace = new HashMap<>();
  private final BiFunction<String, EgressListener, List<MeshService>> destinations;
  private @Nullable Sidecar root;

  /**
   * @param origin the MeshConfig's
   * @param destinations services that routes of a listener lead to, for clients of a namespace:
   *     they have clusters though they were not asked for
   */
  SidecarScopes(
      MeshImage image,
      Registry registry,
      MeshConfig config,
      Origin origin,
      BiFunction<String, EgressListener, List<MeshService>> destinations) {
    this.registry = registry;
    this.config = config;
    this.origin = origin;
    this.destinations = destinations;
    Comparator<Sidecar> oldest =
        Comparator.<Sidecar, Boolean>comparing(sidecar -> sidecar.selector() == null)
            .thenComparing(sidecar -> Services.created(sidecar.metadata()))
            .thenComparing(sidecar -> sidecar.key().name())
            .thenComparing(sidecar -> sidecar.key().namespace());
    image
        .all(Sidecar.class)
        .sorted(oldest)
        .forEach(sidecar -> {
          byNamespace
              .computeIfAbsent(sidecar.key().namespace(), _ -> new ArrayList<>())
              .add(sidecar);
          boolean ofTheMesh = sidecar.key().namespace().equals(config.rootNamespace());
          if (root == null && ofTheMesh && sidecar.selector() == null) {
            root = sidecar;
          }
        });
  }

  /** The Sidecar that holds for a client, null for none. */
  @Nullable Sidecar sidecar(ClientScope client) {
    for (Sidecar sidecar : byNamespace.getOrDefault(client.namespace(), List.of())) {
      if (sidecar.selects(client.labels())) {
        return sidecar;
      }
    }
    return root;
  }

  SidecarScope of(String namespace, @Nullable Sidecar sidecar) {
    var listeners = new ArrayList<EgressListener>();
    if (sidecar == null || sidecar.egress().isEmpty()) {
      listeners.add(EgressListener.of(registry, namespace, null));
    } else {
      sidecar.egress().forEach(e -> listeners.add(EgressListener.of(registry, namespace, e)));
    }
    var services = new LinkedHashMap<String, MeshService>();
    for (EgressListener listener : listeners) {
      listener.services().forEach(service -> append(services, service));
      destinations.apply(namespace, listener).forEach(service -> append(services, service));
    }
    return new SidecarScope(namespace, sidecar, listeners, services, outbound(sidecar));
  }

  /** {@code appendSidecarServices}. */
  private static void append(Map<String, MeshService> services, MeshService service) {
    MeshService existing = services.get(service.host());
    if (existing == null || (!existing.kubernetes() && service.kubernetes())) {
      services.put(service.host(), service);
    } else if (mergeable(existing, service)) {
      var ports = new ArrayList<>(existing.ports());
      service.ports().stream()
          .filter(port -> existing.port(port.number()) == null)
          .forEach(ports::add);
      services.put(service.host(), existing.withPorts(ports));
    }
  }

  /** {@code canMergeServices}. */
  private static boolean mergeable(MeshService one, MeshService other) {
    return one.kubernetes() == other.kubernetes()
        && one.namespace().equals(other.namespace())
        && one.resolution() == other.resolution()
        && one.attributes().equals(other.attributes());
  }

  private SidecarScope.Outbound outbound(@Nullable Sidecar sidecar) {
    Sidecar.OutboundPolicy own = sidecar == null ? null : sidecar.outbound();
    if (own == null || sidecar == null) {
      return new SidecarScope.Outbound(config.outbound(), null, origin);
    }
    String field = "spec.outboundTrafficPolicy";
    var said = new Origin(sidecar.key(), field, sidecar.metadata().source(field));
    return new SidecarScope.Outbound(
        own.registryOnly() ? MeshConfig.Outbound.REGISTRY_ONLY : MeshConfig.Outbound.ALLOW_ANY,
        own.proxyHost().isEmpty() ? null : own,
        said);
  }
}
