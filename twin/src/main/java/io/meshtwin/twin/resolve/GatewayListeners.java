package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a Gateway does with traffic from outside: one proxy listener for each port, and one more
 * where the port takes datagrams too. HTTP listeners of a port share a filter chain and are told
 * apart by Host; HTTPS and TLS listeners have chains of their own and are told apart by SNI.
 */
final class GatewayListeners {
  private final GatewayCaveats caveats;
  private final GatewayHosts hosts;
  private final StreamChains streams;

  /**
   * @param alike those of a mesh from which this one differs in routes alone; null for none
   */
  GatewayListeners(
      MeshImage image,
      Dialect dialect,
      Caveats caveats,
      HttpRules rules,
      @Nullable GatewayListeners alike) {
    var security = new BackendSecurity(image);
    this.caveats = new GatewayCaveats(image, dialect, caveats);
    this.hosts =
        new GatewayHosts(image, dialect, rules, security, alike == null ? null : alike.hosts);
    this.streams = new StreamChains(image, new StreamRules(new Backends(image, dialect)), security);
  }

  private record Socket(int port, boolean datagrams) implements Comparable<Socket> {
    @Override
    public int compareTo(Socket other) {
      int ports = Integer.compare(port, other.port);
      return ports == 0 ? Boolean.compare(datagrams, other.datagrams) : ports;
    }
  }

  List<Listener> of(ResolvedGateway gateway) {
    List<Caveat> general = caveats.of(gateway);
    SortedMap<Socket, List<ResolvedListener>> sockets = new TreeMap<>();
    for (ResolvedListener listener : gateway.listeners()) {
      // Of a Gateway that is not known it is not known either which listeners serve.
      if (general.isEmpty() ? listener.serves() : listener.listener().port() > 0) {
        boolean datagrams = listener.listener().protocol().equals("UDP");
        sockets
            .computeIfAbsent(
                new Socket(listener.listener().port(), datagrams), _ -> new ArrayList<>())
            .add(listener);
      }
    }
    var result = new ArrayList<Listener>();
    sockets.forEach((socket, served) -> result.add(listener(gateway, socket, served, general)));
    return result;
  }

  private Listener listener(
      ResolvedGateway gateway, Socket socket, List<ResolvedListener> served, List<Caveat> general) {
    Gateway owner = gateway.gateway();
    String name = owner.key().qualifiedName() + ":" + socket.port();
    var binding = new Listener.Binding.ToGateway(socket.port());
    var unknown = new ArrayList<>(general);
    served.forEach(listener -> unknown.addAll(caveats.of(listener)));
    return new Listener(
        socket.datagrams() ? name + "/udp" : name,
        binding,
        unknown.isEmpty()
            ? chains(gateway, served)
            : List.of(
                new FilterChain(
                    name,
                    Transport.ANY,
                    new Handler.Unmodelled(unknown),
                    served.getFirst().origin())),
        served.getFirst().origin());
  }

  private List<FilterChain> chains(ResolvedGateway gateway, List<ResolvedListener> served) {
    return switch (served.getFirst().listener().protocol()) {
      case "HTTP" -> List.of(http(gateway, served));
      case "HTTPS", "TLS" -> secure(gateway, served);
      default -> served.stream().map(listener -> streams.plain(gateway, listener)).toList();
    };
  }

  private FilterChain http(ResolvedGateway gateway, List<ResolvedListener> served) {
    HostnameIndex<ResolvedListener> port = index(served);
    List<VirtualHost> found =
        served.stream().flatMap(l -> hosts.of(gateway, l, port).stream()).toList();
    ResolvedListener first = served.getFirst();
    return new FilterChain(first.name(), Transport.ANY, new Handler.Http(found), first.origin());
  }

  private List<FilterChain> secure(ResolvedGateway gateway, List<ResolvedListener> served) {
    List<ResolvedListener> https =
        served.stream().filter(l -> l.listener().protocol().equals("HTTPS")).toList();
    HostnameIndex<ResolvedListener> port = index(served);
    var result = new ArrayList<FilterChain>();
    for (ResolvedListener listener : served) {
      ServerTls tls = listener.tls();
      if (listener.listener().protocol().equals("TLS")) {
        result.addAll(streams.tls(gateway, listener, port));
      } else if (tls != null) {
        result.add(
            new FilterChain(
                listener.name(),
                new Transport.Terminated(List.of(listener.hostname()), tls),
                new Handler.Http(hosts.isolated(gateway, listener, https)),
                listener.origin()));
      }
    }
    return result;
  }

  private static HostnameIndex<ResolvedListener> index(List<ResolvedListener> listeners) {
    var index = new HostnameIndex<ResolvedListener>();
    listeners.forEach(listener -> index.add(listener.hostname(), listener));
    return index;
  }
}
