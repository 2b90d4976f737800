package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.KnownHost;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of a Gateway see: every Service.
 *
 * @param image the mesh
 * @param client the client
 */
record KubernetesView(MeshImage image, ClientScope client) implements MeshView {
  private static final String DOMAIN = ".svc.cluster.local";
  private static final int LABELS = 2;

  @Override
  public String namespace() {
    return client.namespace();
  }

  @Override
  public boolean sidecar() {
    return false;
  }

  @Override
  public Map<String, String> labels() {
    return client.labels();
  }

  @Override
  public @Nullable KnownHost host(String name) {
    String[] labels =
        name.endsWith(DOMAIN)
            ? name.substring(0, name.length() - DOMAIN.length()).split("\\.", -1)
            : new String[0];
    if (labels.length != LABELS) {
      return null;
    }
    var key = new ResourceKey(client.cluster(), "", "Service", labels[1], labels[0]);
    Service service = image.get(key, Service.class);
    return service == null ? null : known(service);
  }

  /** A Service as a host. */
  static KnownHost known(Service service) {
    var ports = new TreeSet<Integer>();
    service.ports().stream()
        .filter(port -> !port.protocol().equals("UDP"))
        .forEach(port -> ports.add(port.port()));
    String name = ClusterDns.names(service.key()).getFirst();
    return KnownHost.of(service.key(), name, ports);
  }

  @Override
  public @Nullable Destination unusual(KnownHost host, int port) {
    return null;
  }

  @Override
  public boolean imports(Bound rules) {
    return true;
  }
}
