package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What listeners send anything to, and in which way: the clusters that a proxy needs. */
final class Destinations {
  private record Use(Destination destination, Origin origin) {}

  private Destinations() {}

  /** By the clusters' names; datagrams by weight are not among them. */
  static SortedMap<String, Upstream> of(Collection<Listener> listeners) {
    SortedMap<String, Upstream> upstreams = new TreeMap<>();
    listeners.stream()
        .flatMap(listener -> listener.chains().stream())
        .flatMap(chain -> uses(chain.handler()))
        .forEach(use -> {
          switch (use.destination()) {
            case Destination.ToService service ->
                upstreams.computeIfAbsent(
                    Names.cluster(service), name -> Upstream.of(service, use.origin()));
            case Destination.Original original ->
                upstreams.computeIfAbsent(
                    Names.cluster(original), _ -> Upstream.of(original, use.origin()));
            case Destination.BlackHole _, Destination.Invalid _ -> {}
          }
        });
    return upstreams;
  }

  private static Stream<Use> uses(Handler handler) {
    return switch (handler) {
      case Handler.Http http ->
          http.hosts().stream()
              .flatMap(host -> host.rules().stream())
              .flatMap(rule -> uses(rule.action()));
      case Handler.Tcp tcp -> uses(tcp.destinations());
      case Handler.Udp udp ->
          udp.destinations().size() == 1 ? uses(udp.destinations()) : Stream.empty();
      case Handler.Unmodelled _ -> Stream.empty();
    };
  }

  private static Stream<Use> uses(RouteAction action) {
    return switch (action) {
      case RouteAction.Forward forward ->
          Stream.concat(
              uses(forward.destinations()),
              forward.delivery().mirrors().stream().map(Destinations::use));
      case RouteAction.Redirect _, RouteAction.Respond _, RouteAction.Unmodelled _ ->
          Stream.empty();
    };
  }

  private static Use use(Mirror mirror) {
    return new Use(mirror.destination(), mirror.origin());
  }

  private static Stream<Use> uses(Collection<WeightedDestination> shares) {
    return shares.stream().map(share -> new Use(share.destination(), share.origin()));
  }
}
