package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
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
      listeners.add(registry.all(namespace));
    } else {
      sidecar.egress().forEach(e -> listeners.add(EgressListener.of(registry, namespace, e)));
    }
    return new SidecarScope(
        namespace, sidecar, listeners, clusters(namespace, listeners), outbound(sidecar));
  }

  private Map<String, MeshService> clusters(String namespace, List<EgressListener> listeners) {
    List<Stream<MeshService>> all = new ArrayList<>();
    boolean led = false;
    for (EgressListener listener : listeners) {
      List<MeshService> destinations = this.destinations.apply(namespace, listener);
      led |= !destinations.isEmpty();
      all.add(Stream.concat(listener.services().all().stream(), destinations.stream()));
    }
    return listeners.size() == 1 && !led
        ? listeners.getFirst().services().byHost()
        : SeenServices.byHost(all.stream().flatMap(services -> services));
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
