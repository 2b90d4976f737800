package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.sidecar.HostEndpoints;
import io.meshtwin.twin.resolve.sidecar.HostRules;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.KnownHost;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a client's sidecar sees, for VirtualServices and DestinationRules.
 *
 * @param view the client and the entry of its Sidecar
 * @param endpoints who is behind hosts
 */
record SidecarView(HostRules.View view, HostEndpoints endpoints) implements MeshView {
  private static final int UNAVAILABLE = 503;

  @Override
  public String namespace() {
    return view.client().namespace();
  }

  @Override
  public boolean sidecar() {
    return true;
  }

  @Override
  public Map<String, String> labels() {
    return view.client().labels();
  }

  @Override
  public @Nullable KnownHost host(String name) {
    MeshService service = view.scope().service(name);
    return service == null ? null : known(service);
  }

  KnownHost known(MeshService service) {
    var ports = new TreeSet<Integer>();
    service.ports().stream()
        .filter(port -> port.protocol() != IstioProtocol.UDP)
        .forEach(port -> ports.add(port.number()));
    return new KnownHost(
        service.key(), service.host(), ports, alias(service), endpoints.subjectAltNames(service));
  }

  private @Nullable String alias(MeshService service) {
    return service.resolution() != MeshService.Resolution.ALIAS
        ? null
        : view.scope().services().values().stream()
            .filter(
                other -> other.aliases().stream().anyMatch(a -> a.host().equals(service.host())))
            .map(MeshService::host)
            .findFirst()
            .orElse(null);
  }

  /** A cluster that DNS fills has to have something to ask for, else there is none. */
  @Override
  public @Nullable Destination unusual(KnownHost host, int port) {
    MeshService service = view.scope().service(host.name());
    if (service == null) {
      return new Destination.Invalid(UNAVAILABLE, host.name() + " is not seen by the proxy");
    }
    return switch (service.resolution()) {
      case KNOWN -> null;
      case ORIGINAL -> {
        MeshService.Port own = service.port(port);
        int override = own == null ? 0 : own.override();
        yield new Destination.Original(
            service.at(port), override, null, UpstreamPolicy.Version.OF_THE_PORT);
      }
      case DNS ->
          endpoints.of(service, port).isEmpty()
              ? new Destination.Invalid(UNAVAILABLE, service.host() + " has no endpoints")
              : null;
      case ALIAS, DYNAMIC ->
          new Destination.Invalid(UNAVAILABLE, service.host() + " has no cluster");
    };
  }

  /**
   * Of {@code DYNAMIC_DNS}: a forward proxy that asks for the request's own name, if the listener
   * has its filter ({@code buildDFPCluster}, {@code policySvc}).
   */
  @Override
  public @Nullable Caveat unmodelled(KnownHost host) {
    MeshService service = view.scope().service(host.name());
    return service == null || service.resolution() != MeshService.Resolution.DYNAMIC
        ? null
        : Caveats.notModelled("DYNAMIC_DNS of " + service.host(), service.origin());
  }

  @Override
  public boolean imports(Bound rules) {
    return new ImportedBy(namespace(), view.listener()).imports(rules);
  }
}
