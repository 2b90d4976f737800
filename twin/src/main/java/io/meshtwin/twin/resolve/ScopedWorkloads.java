package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.NetworkPolicy;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.ProxyConfig;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workloads of a mesh, and into which scopes of clients they fall. */
final class ScopedWorkloads {
  /** Kinds by which clients are told apart, beside workloads and VirtualServices. */
  private static final List<Class<? extends Resource>> TELLING =
      List.of(
          Namespace.class,
          Node.class,
          ConfigMap.class,
          ProxyConfig.class,
          Sidecar.class,
          DestinationRule.class,
          ServiceEntry.class,
          WorkloadEntry.class,
          NetworkPolicy.class);

  private final MeshImage image;
  private final Workloads all;
  private final Rewriters rewriters;

  /** The labels of clients by which near endpoints are preferred; none where proxies do not. */
  private final Set<String> near;

  private final ClientScopes scopes;
  private final Lazy<SortedSet<ClientScope>> inUse;

  /**
   * @param tables those of the image
   * @param base those of another mesh, of which is kept what both read the same; null for none
   */
  ScopedWorkloads(
      MeshImage image,
      Dialect dialect,
      String rootNamespace,
      MeshTables tables,
      @Nullable ScopedWorkloads base) {
    this.image = image;
    near = dialect.mesh().sidecars() ? tables.near().ofClients() : Set.of();
    all = base != null && base.sharesWorkloads(image) ? base.all : new Workloads(image);
    rewriters = new Rewriters(image, all, rootNamespace);
    if (base != null && readsAsBefore(base)) {
      scopes = base.scopes;
      inUse = made(base.inUse());
      return;
    }
    scopes = new ClientScopes(image, dialect, near, rewriters.labels());
    if (base != null && sharesScopes(base)) {
      scopes.knowing(base.scopes);
      inUse = made(base.inUse());
    } else {
      inUse = new Lazy<>(this::findScopes);
    }
  }

  /**
   * Whether it shows without asking every VirtualService that the same is read of clients: nothing
   * that they are told apart by differs but VirtualServices, and those read what they read before.
   */
  private boolean readsAsBefore(ScopedWorkloads base) {
    return all == base.all
        && TELLING.stream().allMatch(type -> image.shares(type, base.image))
        && near.equals(base.near)
        && rewriters.labels().equals(base.rewriters.labels())
        && image.changesSince(base.image).values().stream()
            .allMatch(update -> readLabels(update.before()).equals(readLabels(update.after())));
  }

  private static Set<String> readLabels(@Nullable ResourceState state) {
    return state != null && state.resource() instanceof VirtualService found
        ? found.readLabels()
        : Set.of();
  }

  /** Holds nothing of the other mesh but the scopes. */
  private static Lazy<SortedSet<ClientScope>> made(SortedSet<ClientScope> scopes) {
    return new Lazy<>(() -> scopes);
  }

  private boolean sharesWorkloads(MeshImage other) {
    return other.shares(Pod.class, image) && other.shares(WorkloadTemplate.class, image);
  }

  private boolean sharesScopes(ScopedWorkloads base) {
    return all == base.all
        && image.shares(Namespace.class, base.image)
        && image.shares(ProxyConfig.class, base.image)
        && image.shares(Node.class, base.image)
        && scopes.reads(base.scopes);
  }

  private SortedSet<ClientScope> findScopes() {
    return all.all().parallelStream()
        .map(scopes::of)
        .unordered()
        .distinct()
        .collect(
            Collectors.collectingAndThen(
                Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
  }

  Workloads all() {
    return all;
  }

  Rewriters rewriters() {
    return rewriters;
  }

  ClientScopes scopes() {
    return scopes;
  }

  /** The scopes that some workload falls into. */
  SortedSet<ClientScope> inUse() {
    return inUse.get();
  }
}
