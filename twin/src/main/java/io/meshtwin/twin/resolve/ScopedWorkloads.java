package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.ProxyConfig;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workloads of a mesh, and into which scopes of clients they fall. */
final class ScopedWorkloads {
  private final MeshImage image;
  private final Workloads all;
  private final Rewriters rewriters;
  private final ClientScopes scopes;
  private final Lazy<Set<ClientScope>> inUse;

  /**
   * @param base those of another mesh, of which is kept what both read the same; null for none
   */
  ScopedWorkloads(
      MeshImage image, Dialect dialect, String rootNamespace, @Nullable ScopedWorkloads base) {
    this.image = image;
    all = base != null && base.sharesWorkloads(image) ? base.all : new Workloads(image);
    rewriters = new Rewriters(image, all, rootNamespace);
    scopes = new ClientScopes(image, dialect, rewriters.labels());
    if (base != null && sharesScopes(base)) {
      scopes.knowing(base.scopes);
      inUse = made(base.inUse());
    } else {
      inUse = new Lazy<>(this::findScopes);
    }
  }

  /** Holds nothing of the other mesh but the scopes. */
  private static Lazy<Set<ClientScope>> made(Set<ClientScope> scopes) {
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

  private Set<ClientScope> findScopes() {
    return all.all().stream().map(scopes::of).collect(Collectors.toUnmodifiableSet());
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
  Set<ClientScope> inUse() {
    return inUse.get();
  }
}
