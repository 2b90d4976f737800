package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.istiogateway.IstioGateways;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioServer;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.routing.Listener;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Gateways do, of the Gateway API and of Istio, as the mesh says it. */
final class GatewaySide {
  private final MeshImage image;
  private final Dialect dialect;
  private final GatewayAttachments attachments;
  private final ApiGateways api;
  private final Lazy<IstioGateways> istio;
  private final @Nullable MeshSecurity security;
  private final Map<ResourceKey, List<Listener>> listeners = new ConcurrentHashMap<>();

  /** Of Gateways with the same proxies once, by the very list that they share. */
  private final IdentityHashMap<List<Listener>, List<Listener>> secured = new IdentityHashMap<>();

  GatewaySide(
      MeshImage image,
      Dialect dialect,
      GatewayAttachments attachments,
      ApiGateways api,
      Lazy<IstioGateways> istio,
      @Nullable MeshSecurity security) {
    this.image = image;
    this.dialect = dialect;
    this.attachments = attachments;
    this.api = api;
    this.istio = istio;
    this.security = security;
  }

  /**
   * The listeners of a Gateway by port; empty where the mesh does not have it. Gateways that the
   * same proxies serve have the very same list.
   */
  List<Listener> listeners(ResourceKey gateway) {
    return listeners.computeIfAbsent(gateway, key -> secured(resolve(key)));
  }

  /** What the Gateway API's do. */
  ApiGateways api() {
    return api;
  }

  /** What Istio's own Gateways do. */
  IstioGateways istio() {
    return istio.get();
  }

  /** The proxies of a Gateway as NetworkPolicies see them. */
  NetworkPeer peer(ResourceKey gateway) {
    return dialect.gateways().istios()
            && image.get(gateway, Resource.class) instanceof IstioGateway found
        ? istio.get().peer(found)
        : NetworkPeer.of(gateway);
  }

  private List<Listener> secured(List<Listener> all) {
    synchronized (secured) {
      return secured.computeIfAbsent(all, _ -> all.stream().map(this::secured).toList());
    }
  }

  private List<Listener> resolve(ResourceKey gateway) {
    return switch (image.get(gateway, Resource.class)) {
      case Gateway found -> api.of(attachments.of(found));
      case IstioGateway found when dialect.gateways().istios() -> istio.get().of(found);
      case null, default -> List.of();
    };
  }

  private Listener secured(Listener listener) {
    return security == null ? listener : new ClientSecurity(security).of(listener);
  }

  /** Those of the Gateway API, then Istio's own in a dialect that has them. */
  Stream<ResourceKey> keys() {
    Stream<ResourceKey> own =
        dialect.gateways().istios()
            ? image.all(IstioGateway.class).map(IstioGateway::key)
            : Stream.empty();
    return Stream.concat(image.all(Gateway.class).map(Gateway::key), own);
  }

  /** The port of a listener by its name: of a Gateway or a ListenerSet, or of a server. */
  OptionalInt port(ResourceKey gateway, String listener) {
    return switch (image.get(gateway, Resource.class)) {
      case Gateway found ->
          attachments.of(found).listeners().stream()
              .filter(own -> own.name().equals(listener))
              .mapToInt(own -> own.listener().port())
              .findFirst();
      case IstioGateway found ->
          found.servers().stream()
              .filter(s -> s.name().equals(listener) || s.portName().equals(listener))
              .mapToInt(IstioServer::port)
              .findFirst();
      case null, default -> OptionalInt.empty();
    };
  }

  /** Findings about Istio's own Gateways; none in another dialect. */
  List<Finding> findings() {
    return dialect.gateways().istios()
        ? istio.get().findings(image.all(IstioGateway.class).toList())
        : List.of();
  }
}
