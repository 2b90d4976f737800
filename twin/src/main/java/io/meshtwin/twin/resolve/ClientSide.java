package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What clients meet on their way out, as the mesh says it, whatever a proxy was seen to run. */
final class ClientSide {
  private final MeshImage image;
  private final Dialect dialect;
  private final Caveats caveats;
  private final ServiceListeners services;
  private final OutboundSide sidecars;
  private final @Nullable MeshSecurity security;
  private final Map<Outbound, Listener> outbound = new ConcurrentHashMap<>();

  private record Outbound(ClientScope client, ServicePort port, boolean datagrams) {}

  ClientSide(
      MeshImage image,
      Dialect dialect,
      Caveats caveats,
      ServiceListeners services,
      OutboundSide sidecars,
      @Nullable MeshSecurity security) {
    this.image = image;
    this.dialect = dialect;
    this.caveats = caveats;
    this.services = services;
    this.sidecars = sidecars;
    this.security = security;
  }

  /**
   * The listeners of a client's sidecar.
   *
   * @param ports those of the Services of its cluster, sorted
   */
  List<Listener> sidecar(ClientScope client, List<ServicePort> ports) {
    if (dialect.mesh().sidecars()) {
      return Stream.concat(
              sidecars.listeners(client).all().stream(),
              ports.stream().flatMap(port -> Stream.ofNullable(listener(client, port, true))))
          .toList();
    }
    return ports.stream()
        .flatMap(port -> Stream.of(false, true).map(datagrams -> listener(client, port, datagrams)))
        .filter(listener -> listener != null)
        .toList();
  }

  /** What takes connections to a port of a host; null where nobody has such a port. */
  @Nullable Listener connections(ClientScope client, ServicePort port) {
    if (!dialect.mesh().sidecars()) {
      return listener(client, port, false);
    }
    if (!client.meshedAt(port.port())) {
      return plain(client, port);
    }
    return read(client, sidecars.outbound(client, port));
  }

  /** What takes datagrams to a port of a Service; null where it has no such UDP port. */
  @Nullable Listener datagrams(ClientScope client, ServicePort port) {
    return listener(client, port, true);
  }

  /** A sidecar of which it is not known what it does. */
  private static Listener read(ClientScope client, Listener listener) {
    String unread = client.capture().unread();
    if (unread.isEmpty()) {
      return listener;
    }
    var unknown = new Handler.Unmodelled(List.of(Caveats.notModelled(unread, listener.origin())));
    return listener.with(unknown);
  }

  /** Without a sidecar a Service passes bytes on to its endpoints. */
  private @Nullable Listener plain(ClientScope client, ServicePort port) {
    Service service = image.get(port.service(), Service.class);
    Service.Port found = service == null ? null : service.port(port.port()).orElse(null);
    return service == null || found == null
        ? null
        : outbound.computeIfAbsent(
            new Outbound(client, port, false), _ -> services.plain(service, found));
  }

  private @Nullable Listener listener(ClientScope client, ServicePort port, boolean datagrams) {
    Service service = image.get(port.service(), Service.class);
    Service.Port found = service == null ? null : port(service, port, datagrams);
    if (service == null || found == null) {
      return null;
    }
    return outbound.computeIfAbsent(
        new Outbound(client, port, datagrams),
        _ -> secured(client, services.of(client, service, found)));
  }

  private Listener secured(ClientScope client, Listener listener) {
    return security == null || !client.meshed()
        ? listener
        : new ClientSecurity(security).of(listener);
  }

  /** Namespaces with routes of their own at a port; null where clients differ in other ways too. */
  @Nullable Set<String> apart(ServicePort port, boolean datagrams) {
    Service service = image.get(port.service(), Service.class);
    Service.Port found = service == null ? null : port(service, port, datagrams);
    if (caveats.dependOnClients()) {
      return null;
    }
    return service == null || found == null
        ? Set.of()
        : services.routes().at(service, found).namespaces();
  }

  private static Service.@Nullable Port port(Service service, ServicePort port, boolean datagrams) {
    return service.ports().stream()
        .filter(p -> p.port() == port.port() && p.protocol().equals("UDP") == datagrams)
        .findFirst()
        .orElse(null);
  }
}
