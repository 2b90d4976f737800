package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.virtualservice.Leads;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What istiod configures for the clients of one cluster, worked out where it is asked and kept. */
public final class SidecarMesh {
  private final Registry registry;
  private final SidecarScopes scopes;
  private final HostRules rules;
  private final HostEndpoints endpoints;
  private final Function<@Nullable ResourceKey, List<Caveat>> refused;
  private final Map<String, SidecarScope> known = new ConcurrentHashMap<>();
  private final Map<ClientScope, ClientListeners> listeners = new ConcurrentHashMap<>();

  /**
   * @param config the MeshConfig that holds
   * @param origin the ConfigMap that it is, or whatever stands for it
   * @param refused why nothing is known of a client for which this Sidecar holds, or none
   */
  public SidecarMesh(
      MeshImage image,
      Registry registry,
      MeshConfig config,
      Origin origin,
      HostRules rules,
      HostEndpoints endpoints,
      Function<@Nullable ResourceKey, List<Caveat>> refused) {
    this.refused = refused;
    this.registry = registry;
    this.rules = rules;
    this.endpoints = endpoints;
    this.scopes = new SidecarScopes(image, registry, config, origin, this::ledTo);
  }

  /** Every host. */
  public Registry registry() {
    return registry;
  }

  /** What a client's proxy knows. */
  public SidecarScope scope(ClientScope client) {
    Sidecar sidecar = scopes.sidecar(client);
    String key = client.namespace() + (sidecar == null ? "" : " " + sidecar.key().path());
    return known.computeIfAbsent(key, _ -> scopes.of(client.namespace(), sidecar));
  }

  /** What the proxies of a Gateway in a namespace know: Sidecars are not for them. */
  public SidecarScope atGateway(String namespace) {
    return known.computeIfAbsent(namespace, _ -> scopes.of(namespace, null));
  }

  /**
   * Services that rules lead to, whether they were asked for or not: the namespace's own, seen by
   * it or not, else one that it sees ({@code collectImportedServices}).
   */
  private List<MeshService> ledTo(String namespace, EgressListener listener) {
    if (listener.written() == null && !registry.hidesFromItself(namespace)) {
      return List.of(); // Everything that rules could lead to is asked for.
    }
    Leads leads = rules.leads(namespace, listener);
    return leads.hosts().stream()
        .flatMap(host -> Stream.ofNullable(registry.best(host, namespace)))
        .flatMap(service -> Stream.ofNullable(listener.withLeads(service, leads)))
        .toList();
  }

  /** What a client's proxy listens on. */
  public ClientListeners listeners(ClientScope client) {
    return listeners.computeIfAbsent(client, this::build);
  }

  /**
   * Where a client's proxy itself sends to a host's port, whatever routes say of its clients: to
   * the host's own cluster. Null where it has none, or where it is not modelled.
   */
  public @Nullable Destination own(ClientScope client, String host, int port) {
    SidecarScope scope = scope(client);
    MeshService service = scope.service(host);
    if (service == null || service.port(port) == null || scope.listeners().isEmpty()) {
      return null;
    }
    var view = new HostRules.View(client, scope, scope.listeners().getFirst());
    return rules.defaultRule(view, service, port).action() instanceof RouteAction.Forward forward
            && forward.destinations().size() == 1
        ? forward.destinations().getFirst().destination()
        : null;
  }

  private ClientListeners build(ClientScope client) {
    SidecarScope scope = scope(client);
    Sidecar sidecar = scope.sidecar();
    List<Caveat> unknown = refused.apply(sidecar == null ? null : sidecar.key());
    if (!unknown.isEmpty()) {
      return ClientListeners.unknown(scope, unknown);
    }
    var others = new CatchAll(scope.outbound(), rules.elsewhere(client));
    var routes = new PortRoutes(client, scope, rules, others);
    return new ClientListeners(
        scope,
        routes,
        port -> new OutboundListeners(client, scope, rules, endpoints, routes, port).entries(),
        others);
  }
}
