package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resolve.virtualservice.Leads;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.Sidecar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one entry of a Sidecar's {@code egress} lets a client see ({@code
 * IstioEgressListenerWrapper}).
 *
 * @param written the entry, null where there is none and all that is visible is meant
 * @param hosts the hosts that it names
 * @param services the services seen through it, in the registry's order
 */
public record EgressListener(
    Sidecar.@Nullable Egress written, EgressHosts hosts, SeenServices services) {

  private static final SeenServices NOTHING = new SeenServices(List.of());

  /** Its own port, null for the entry that takes all other ports. */
  public Sidecar.@Nullable Port port() {
    return written == null ? null : written.port();
  }

  /** Whether it is a proxy that clients are set to use ({@code HTTP_PROXY}). */
  boolean isHttpProxy() {
    Sidecar.Port port = port();
    return port != null && IstioProtocol.of(port.protocol()) == IstioProtocol.HTTP_PROXY;
  }

  /** {@code convertIstioListenerToWrapper}. */
  static EgressListener of(Registry registry, String namespace, Sidecar.@Nullable Egress written) {
    EgressHosts hosts = written == null ? EgressHosts.ALL : EgressHosts.of(written, namespace);
    var bare = new EgressListener(written, hosts, NOTHING);
    return new EgressListener(
        written, hosts, new SeenServices(bare.selected(registry.visibleTo(namespace), namespace)));
  }

  /** {@code selectServices}. */
  private List<MeshService> selected(List<MeshService> visible, String namespace) {
    var imported = new ArrayList<MeshService>();
    for (MeshService service : visible) {
      if (hosts.takes(service.namespace(), service.host())) {
        MeshService matching = withItsPort(service);
        if (matching != null) {
          imported.add(hosts.withSeenAliases(matching));
        }
      }
    }
    Map<String, MeshService> chosen = new HashMap<>();
    for (MeshService service : imported) {
      chosen.merge(service.host(), service, (one, other) -> better(one, other, namespace));
    }
    imported.removeIf(service ->
        !chosen.getOrDefault(service.host(), service).namespace().equals(service.namespace()));
    return imported;
  }

  /**
   * Of one host in several namespaces: the client's own, then a Kubernetes Service, then the first.
   */
  private static MeshService better(MeshService one, MeshService other, String namespace) {
    if (other.namespace().equals(namespace)) {
      return other;
    }
    boolean kubernetes =
        !one.kubernetes() && other.kubernetes() && !one.namespace().equals(namespace);
    return kubernetes ? other : one;
  }

  /**
   * A service that rules lead to, with the ports that count: the entry's own, or those that rules
   * name; null where it has none of them ({@code serviceMatchingVirtualServicePorts}).
   */
  @Nullable MeshService withLeads(MeshService service, Leads leads) {
    if (isBoundToPort()) {
      return withItsPort(service);
    }
    List<MeshService.Port> named =
        service.ports().stream().filter(port -> leads.to(service.host(), port.number())).toList();
    return named.isEmpty() ? null : service.withPorts(named);
  }

  /** {@code needsPortMatch}. */
  private boolean isBoundToPort() {
    Sidecar.Port own = port();
    return own != null && own.number() != 0 && !isHttpProxy();
  }

  /** {@code serviceMatchingListenerPort}. */
  @Nullable MeshService withItsPort(MeshService service) {
    Sidecar.Port own = port();
    if (own == null || !isBoundToPort()) {
      return service;
    }
    MeshService.Port port = service.port(own.number());
    if (port == null) {
      return null;
    }
    return service.ports().size() == 1 ? service : service.withPorts(List.of(port));
  }
}
