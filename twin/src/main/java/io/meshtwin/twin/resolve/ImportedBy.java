package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.sidecar.EgressListener;
import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.KnownHost;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules that clients of a namespace see by an entry of their Sidecar, before it is known which
 * hosts they see ({@code SelectVirtualServices}).
 */
record ImportedBy(String namespace, EgressListener listener) implements MeshView {
  @Override
  public boolean sidecar() {
    return true;
  }

  @Override
  public Map<String, String> labels() {
    return Map.of();
  }

  @Override
  public @Nullable KnownHost host(String name) {
    return null;
  }

  @Override
  public @Nullable Destination unusual(KnownHost host, int port) {
    return null;
  }

  @Override
  public boolean imports(Bound rules) {
    return rules.hosts().stream()
        .anyMatch(
            host -> listener.hosts().takesRoutesOf(rules.namespace(), host, rules.ofRoutes()));
  }
}
