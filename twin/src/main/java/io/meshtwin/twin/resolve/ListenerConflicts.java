package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.GatewayListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which listeners of a Gateway and its ListenerSets are not distinct.
 *
 * <p>Within one resource nobody wins: all listeners that conflict with each other are conflicted
 * (GatewaySpec.listeners, "Handling indistinct Listeners"). Between resources the earlier one wins
 * (GEP-1713, "Listener and ListenerSet Conflicts"); a listener that lost takes no place from those
 * that follow.
 */
final class ListenerConflicts {
  /** What a port carries: protocols of one layer share it, by hostname where they have one. */
  private enum Layer {
    HTTP,
    TLS,
    TCP,
    UDP
  }

  private record Port(int number, boolean datagrams) {}

  private record Place(Port port, String hostname) {}

  private final Map<Port, Set<Layer>> layers = new HashMap<>();
  private final Set<Place> places = new HashSet<>();

  /** The conflicts of the next resource's listeners, in their order. */
  List<ListenerConflict> next(List<GatewayListener> listeners) {
    List<ListenerConflict> outside = listeners.stream().map(this::withEarlier).toList();
    List<GatewayListener> standing = new ArrayList<>();
    for (int i = 0; i < listeners.size(); i++) {
      if (outside.get(i) == ListenerConflict.NONE) {
        standing.add(listeners.get(i));
      }
    }
    Map<Port, Set<Layer>> own = new HashMap<>();
    Map<Place, Integer> taken = new HashMap<>();
    for (GatewayListener listener : standing) {
      Layer layer = layer(listener);
      if (layer != null) {
        own.computeIfAbsent(port(listener), _ -> new HashSet<>()).add(layer);
        taken.merge(place(listener), 1, Integer::sum);
      }
    }
    var result = new ArrayList<ListenerConflict>();
    for (int i = 0; i < listeners.size(); i++) {
      GatewayListener listener = listeners.get(i);
      boolean undecided = outside.get(i) == ListenerConflict.NONE && layer(listener) != null;
      result.add(undecided ? among(listener, own, taken) : outside.get(i));
    }
    own.forEach((port, found) -> layers.computeIfAbsent(port, _ -> new HashSet<>()).addAll(found));
    places.addAll(taken.keySet());
    return result;
  }

  private static ListenerConflict among(
      GatewayListener listener, Map<Port, Set<Layer>> own, Map<Place, Integer> taken) {
    if (own.getOrDefault(port(listener), Set.of()).size() > 1) {
      return ListenerConflict.PROTOCOL;
    }
    return taken.getOrDefault(place(listener), 0) > 1
        ? ListenerConflict.HOSTNAME
        : ListenerConflict.NONE;
  }

  private ListenerConflict withEarlier(GatewayListener listener) {
    Layer layer = layer(listener);
    Set<Layer> there = layers.getOrDefault(port(listener), Set.of());
    if (layer == null || there.isEmpty()) {
      return ListenerConflict.NONE;
    }
    if (!there.equals(Set.of(layer))) {
      return ListenerConflict.PROTOCOL;
    }
    return places.contains(place(listener)) ? ListenerConflict.HOSTNAME : ListenerConflict.NONE;
  }

  /** Null for a protocol that is not supported: such a listener takes no place. */
  private static @Nullable Layer layer(GatewayListener listener) {
    return switch (listener.protocol()) {
      case "HTTP" -> Layer.HTTP;
      case "HTTPS", "TLS" -> Layer.TLS;
      case "TCP" -> Layer.TCP;
      case "UDP" -> Layer.UDP;
      default -> null;
    };
  }

  private static Port port(GatewayListener listener) {
    return new Port(listener.port(), listener.protocol().equals("UDP"));
  }

  /** TCP and UDP have no hostname: there the port alone makes listeners distinct. */
  private static Place place(GatewayListener listener) {
    Layer layer = layer(listener);
    boolean named = layer == Layer.HTTP || layer == Layer.TLS;
    return new Place(port(listener), named ? Hostnames.normal(listener.hostname()) : Hostnames.ALL);
  }
}
