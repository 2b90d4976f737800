package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedGateway.AtListener;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What a Gateway's TCP, UDP and TLS listeners do: bytes are passed on as they are. */
final class StreamChains {
  private final MeshImage image;
  private final StreamRules rules;
  private final BackendSecurity security;

  StreamChains(MeshImage image, StreamRules rules, BackendSecurity security) {
    this.image = image;
    this.rules = rules;
    this.security = security;
  }

  /** A TCP or UDP listener: of several routes the oldest alone serves. */
  FilterChain plain(ResolvedGateway gateway, ResolvedListener listener) {
    boolean datagrams = listener.listener().protocol().equals("UDP");
    Handler handler =
        oldestFirst(gateway, listener)
            .findFirst()
            .map(attached -> handler((StreamRoute) attached.route()))
            .orElse(datagrams ? new Handler.Udp(List.of()) : new Handler.Tcp(List.of()));
    return new FilterChain(listener.name(), Transport.ANY, handler, listener.origin());
  }

  /**
   * A TLS listener: a chain for each route, by the names that it has from the listener; of routes
   * with the same name the older has it. A name of the listener that no route has is not left to a
   * wider listener of the port: its connections are closed.
   *
   * @param port the listeners of the port, by hostname
   */
  List<FilterChain> tls(
      ResolvedGateway gateway, ResolvedListener listener, HostnameIndex<ResolvedListener> port) {
    var result = new ArrayList<FilterChain>();
    Set<String> taken = new HashSet<>();
    for (AtListener attached : oldestFirst(gateway, listener).toList()) {
      List<String> names =
          attached.hostnames().stream()
              .filter(name -> port.covering(name).getFirst().is(listener))
              .filter(taken::add)
              .sorted()
              .toList();
      if (!names.isEmpty()) {
        result.add(chain(gateway, listener, (StreamRoute) attached.route(), names));
      }
    }
    String own = listener.hostname();
    if (!taken.contains(own) && port.covering(own).size() > 1) {
      result.add(
          new FilterChain(
              listener.name() + "|" + own,
              new Transport.Passthrough(List.of(own)),
              new Handler.Tcp(List.of()),
              listener.origin()));
    }
    return result;
  }

  private FilterChain chain(
      ResolvedGateway gateway, ResolvedListener listener, StreamRoute route, List<String> names) {
    ServerTls tls = listener.tls();
    Handler handler = tls == null ? handler(route) : terminated(gateway, route);
    Transport transport =
        tls == null ? new Transport.Passthrough(names) : new Transport.Terminated(names, tls);
    String name = listener.name() + "|" + route.key().qualifiedName();
    return new FilterChain(name, transport, handler, listener.origin());
  }

  private Handler handler(StreamRoute route) {
    List<Caveat> refused = Caveats.refused(image, route.key()).toList();
    return refused.isEmpty() ? rules.of(route, false) : new Handler.Unmodelled(refused);
  }

  /** Where TLS ends here, a BackendTLSPolicy may begin it anew (TLSRouteRule.backendRefs). */
  private Handler terminated(ResolvedGateway gateway, StreamRoute route) {
    Handler handler = handler(route);
    if (!(handler instanceof Handler.Tcp plain)) {
      return handler;
    }
    List<Caveat> unknown =
        plain.destinations().stream()
            .map(share -> security.unknown(gateway.gateway(), share.destination()))
            .filter(Objects::nonNull)
            .toList();
    return unknown.isEmpty()
        ? new Handler.Tcp(security.weighted(gateway.gateway(), plain.destinations()))
        : new Handler.Unmodelled(unknown);
  }

  private static Stream<AtListener> oldestFirst(
      ResolvedGateway gateway, ResolvedListener listener) {
    Comparator<AtListener> order =
        Comparator.comparing(attached -> (Resource) attached.route(), Age.OLDEST_FIRST);
    return gateway.at(listener).stream().sorted(order);
  }
}
