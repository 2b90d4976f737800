package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Listener.Binding;
import io.meshtwin.twin.routing.ObservedProxy.Role;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code Listener}. */
final class ListenerReader {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");
  private static final Set<String> INSPECTORS =
      Set.of("TlsInspector", "HttpInspector", "OriginalDst");

  private final Role role;
  private final ResourceKey origin;
  private final Clusters clusters;
  private final NetworkFilters filters;
  private final ChainReader chains;

  ListenerReader(
      Role role,
      ResourceKey origin,
      Clusters clusters,
      NetworkFilters filters,
      ChainReader chains) {
    this.role = role;
    this.origin = origin;
    this.clusters = clusters;
    this.filters = filters;
    this.chains = chains;
  }

  /** One listener, or one more for each port that a chain of it asks for. */
  List<Listener> of(Entry listener) {
    harmless(listener);
    List<String> addresses = addresses(listener);
    int port = port(listener);
    if (addresses.isEmpty() || port == 0) {
      return List.of();
    }
    Entry datagrams = inspected(listener);
    if (datagrams != null) {
      Handler handler = filters.datagrams(datagrams);
      var place = new Origin(origin, listener.place(), null);
      var chain = new FilterChain(listener.text("name"), Transport.ANY, handler, place);
      return List.of(
          made(listener, binding(listener, addresses, port, List.of(chain)), List.of(chain), ""));
    }
    List<ChainReader.Found> all = chains.of(listener);
    listener.harmless("filter_chains", "default_filter_chain", "listener_filters");
    SortedSet<Integer> ports = new TreeSet<>();
    all.forEach(found -> ports.add(found.port()));
    ports.remove(0);
    var result = new ArrayList<Listener>();
    List<FilterChain> rest = with(all, Set.of(0));
    result.add(made(listener, binding(listener, addresses, port, rest), rest, ""));
    for (int asked : ports) {
      List<FilterChain> own = with(all, Set.of(asked));
      result.add(made(listener, new Binding.ToPort(asked), own, ":" + asked));
    }
    return result;
  }

  private static List<FilterChain> with(List<ChainReader.Found> all, Set<Integer> ports) {
    return all.stream()
        .filter(found -> ports.contains(found.port()))
        .map(ChainReader.Found::chain)
        .toList();
  }

  private Listener made(Entry listener, Binding binding, List<FilterChain> own, String suffix) {
    List<String> problems = listener.unread();
    var place = new Origin(origin, listener.place(), null);
    String name = listener.text("name").isEmpty() ? listener.place() : listener.text("name");
    if (problems.isEmpty()) {
      return new Listener(name + suffix, binding, own, place);
    }
    var unknown = new Handler.Unmodelled(List.of(RouteReader.caveat(problems, place)));
    return new Listener(name + suffix, binding, unknown, place);
  }

  static void harmless(Entry listener) {
    listener
        .harmless(
            "name", "stat_prefix", "traffic_direction", "bind_to_port", "metadata", "access_log")
        .harmless("per_connection_buffer_limit_bytes", "listener_filters_timeout", "freebind")
        .harmless("continue_on_listener_filters_timeout", "enable_reuse_port", "reuse_port")
        .harmless("transparent", "tcp_backlog_size", "socket_options", "drain_type")
        .harmless("connection_balance_config", "max_connections_to_accept_per_socket_event")
        .harmless("udp_listener_config", "ignore_global_conn_limit", "tcp_fast_open_queue_length")
        .harmless("bypass_overload_manager", "use_original_dst", "enable_mptcp");
  }

  /** Marks listener filters that chains are chosen by; a proxy of datagrams, null for none. */
  private static @Nullable Entry inspected(Entry listener) {
    Entry datagrams = null;
    for (Entry filter : listener.messages("listener_filters", "ListenerFilter")) {
      Entry config = filter.harmless("name").typed("typed_config");
      String type = config.type().substring(config.type().lastIndexOf('.') + 1);
      if (config.type().equals(NetworkFilters.UDP)) {
        datagrams = new Entry(config.type(), config.place(), config.json());
        datagrams.harmless("@type");
        config.harmless();
      } else if (INSPECTORS.contains(type)) {
        config.harmless();
      } else {
        filter.refuse(config.type());
      }
    }
    return datagrams;
  }

  static List<String> addresses(Entry listener) {
    var result = new ArrayList<String>();
    Entry own = listener.message("address", "Address");
    result.add(socket(own).text("address"));
    for (Entry more : listener.messages("additional_addresses", "AdditionalAddress")) {
      result.add(
          socket(more.harmless("socket_options").message("address", "Address")).text("address"));
    }
    result.removeIf(String::isEmpty);
    return result;
  }

  private static Entry socket(Entry address) {
    return address
        .harmless("pipe", "envoy_internal_address")
        .message("socket_address", "SocketAddress")
        .harmless("protocol", "ipv4_compat", "resolver_name", "port_value", "named_port");
  }

  static int port(Entry listener) {
    return listener
        .apartIn("address", "Address")
        .apartIn("socket_address", "SocketAddress")
        .number("port_value", 0);
  }

  private Binding binding(Entry listener, List<String> addresses, int port, List<FilterChain> own) {
    if (role == Role.GATEWAY) {
      return new Binding.ToGateway(port);
    }
    if (listener.flag("use_original_dst", false)) {
      return new Binding.ToAnything(port);
    }
    if (addresses.stream().anyMatch(EVERYWHERE::contains)) {
      return new Binding.ToPort(port);
    }
    String name = listener.text("name");
    var service = ServicePort.ofHost(ResourceKey.LOCAL, "", name, port);
    return new Binding.ToService(service, addresses, hostnames(name, own));
  }

  /** What may be dialed to get here, as far as names of listeners and of clusters tell. */
  private List<String> hostnames(String name, List<FilterChain> own) {
    var names = new TreeSet<String>(Collections.reverseOrder());
    int colon = name.lastIndexOf(':');
    if (colon > 0) {
      names.add(name.substring(0, colon));
    }
    for (FilterChain chain : own) {
      if (chain.handler() instanceof Handler.Tcp tcp && tcp.destinations().size() == 1) {
        names.addAll(names(tcp.destinations().getFirst().destination()));
      }
    }
    return List.copyOf(names);
  }

  private List<String> names(Destination destination) {
    Cluster cluster =
        destination instanceof Destination.ToService to ? clusters.found().get(to.service()) : null;
    if (cluster == null) {
      return List.of();
    }
    ServicePort service = cluster.service();
    String name = service.service().name();
    String space = name + "." + service.service().namespace();
    return service.isHost()
        ? List.of(name)
        : List.of(space, space + ".svc", space + ".svc.cluster.local");
  }
}
