package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.KnownHost;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of a Gateway see where istiod configures them: every host that is exported to
 * their namespace, whatever Sidecars say ({@code DefaultSidecarScopeForGateway}).
 *
 * @param seen the same of a sidecar without a Sidecar
 */
record GatewayView(SidecarView seen) implements MeshView {
  @Override
  public String namespace() {
    return seen.namespace();
  }

  @Override
  public boolean sidecar() {
    return false;
  }

  @Override
  public Map<String, String> labels() {
    return seen.labels();
  }

  @Override
  public @Nullable KnownHost host(String name) {
    return seen.host(name);
  }

  /**
   * A gateway has no address that its client chose for a host: there the host's endpoints are
   * chosen among ({@code convertResolution}).
   */
  @Override
  public @Nullable Destination unusual(KnownHost host, int port) {
    MeshService service = seen.view().scope().service(host.name());
    boolean chosen = service != null && service.resolution() == MeshService.Resolution.ORIGINAL;
    return chosen ? null : seen.unusual(host, port);
  }

  @Override
  public @Nullable Caveat unmodelled(KnownHost host) {
    return seen.unmodelled(host);
  }

  @Override
  public boolean imports(Bound rules) {
    return true;
  }
}
