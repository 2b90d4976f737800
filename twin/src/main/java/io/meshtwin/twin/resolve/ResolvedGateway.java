package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Gateway with everything that attaches to it. What it does with traffic, what is found wrong
 * with it and what its status says are all read from here.
 */
public final class ResolvedGateway {
  private final Gateway gateway;
  private final List<AttachedListenerSet> listenerSets;
  private final List<ResolvedListener> listeners;
  private final List<Attachment> attachments;
  private final Map<String, List<AtListener>> byListener = new HashMap<>();
  private final Map<Reference, Attachment> byReference = new HashMap<>();

  /** A route that acts at a listener, and by which hostnames. */
  record AtListener(Route route, List<String> hostnames) {}

  private record Reference(ResourceKey route, String field) {
    static Reference of(Route route, ParentRef ref) {
      return new Reference(route.key(), ref.field());
    }
  }

  ResolvedGateway(
      Gateway gateway,
      List<AttachedListenerSet> listenerSets,
      List<ResolvedListener> listeners,
      List<Attachment> attachments) {
    this.gateway = gateway;
    this.listenerSets = List.copyOf(listenerSets);
    this.listeners = List.copyOf(listeners);
    this.attachments = List.copyOf(attachments);
    for (Attachment attachment : attachments) {
      byReference.put(Reference.of(attachment.route(), attachment.ref()), attachment);
      attachment.places().stream()
          .filter(Attachment.Place::accepted)
          .forEach(place -> place(attachment.route(), place));
    }
  }

  /** A route that names a listener twice is there once. */
  private void place(Route route, Attachment.Place place) {
    List<AtListener> there =
        byListener.computeIfAbsent(place.listener().name(), _ -> new ArrayList<>());
    if (there.isEmpty() || !there.getLast().route().key().equals(route.key())) {
      there.add(new AtListener(route, place.hostnames()));
    }
  }

  /** The Gateway. */
  public Gateway gateway() {
    return gateway;
  }

  /** The ListenerSets that name it, allowed or not, in order of precedence. */
  public List<AttachedListenerSet> listenerSets() {
    return listenerSets;
  }

  /** Its listeners and those of its ListenerSets, in order of precedence. */
  public List<ResolvedListener> listeners() {
    return listeners;
  }

  /** The listeners of the Gateway itself. */
  public Stream<ResolvedListener> own() {
    return listeners.stream().filter(listener -> listener.owner().key().equals(gateway.key()));
  }

  /**
   * Whether another listener of the port ends TLS for hosts of this one too, so that a client may
   * reuse a connection for the wrong listener (condition OverlappingTLSConfig, GEP-3567).
   */
  public boolean overlapsInTls(ResolvedListener listener) {
    return listener.security().terminates()
        && listeners.stream()
            .filter(other -> other.security().terminates() && !other.is(listener))
            .filter(other -> other.listener().port() == listener.listener().port())
            .anyMatch(
                other -> Hostnames.intersection(other.hostname(), listener.hostname()) != null);
  }

  /** Every route at every parent, in the order of routes and of their references. */
  public List<Attachment> attachments() {
    return attachments;
  }

  /** How many routes act at a listener (ListenerStatus.attachedRoutes). */
  public int attachedRoutes(ResolvedListener listener) {
    return at(listener).size();
  }

  /** The routes that act at one of the {@link #listeners}, in the order of their keys. */
  List<AtListener> at(ResolvedListener listener) {
    return byListener.getOrDefault(listener.name(), List.of());
  }

  /** What came of one reference of a route; null where it means another Gateway. */
  public @Nullable Attachment attachment(Route route, ParentRef ref) {
    return byReference.get(Reference.of(route, ref));
  }
}
