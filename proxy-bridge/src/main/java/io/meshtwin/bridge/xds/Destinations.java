package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The Service ports that listeners send anything to: the clusters that a proxy needs. */
final class Destinations {
  private Destinations() {}

  static SortedSet<ServicePort> of(Collection<Listener> listeners) {
    SortedSet<ServicePort> ports = new TreeSet<>();
    listeners.stream()
        .flatMap(listener -> listener.chains().stream())
        .flatMap(chain -> shares(chain.handler()))
        .map(WeightedDestination::destination)
        .forEach(destination -> {
          switch (destination) {
            case Destination.ToService service -> ports.add(service.service());
            case Destination.Invalid invalid -> {}
          }
        });
    return ports;
  }

  private static Stream<WeightedDestination> shares(Handler handler) {
    return switch (handler) {
      case Handler.Http http ->
          http.hosts().stream()
              .flatMap(host -> host.rules().stream())
              .flatMap(rule -> shares(rule.action()).stream());
      case Handler.Tcp tcp -> tcp.destinations().stream();
      case Handler.Udp udp -> udp.destinations().stream();
      case Handler.Unmodelled unmodelled -> Stream.empty();
    };
  }

  private static List<WeightedDestination> shares(RouteAction action) {
    return switch (action) {
      case RouteAction.Forward forward -> forward.destinations();
      case RouteAction.Redirect redirect -> List.of();
      case RouteAction.Respond respond -> List.of();
      case RouteAction.Unmodelled unmodelled -> List.of();
    };
  }
}
