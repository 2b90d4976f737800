package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resolve.Attachment.Outcome;
import io.meshtwin.twin.resolve.Attachment.Place;
import io.meshtwin.twin.resource.AllowedRoutes.RouteKind;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayListener;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which routes attach to a Gateway and its ListenerSets, where they act, and why the others do not.
 * A Gateway is resolved when it is first asked for, once.
 */
final class GatewayAttachments {
  private final MeshImage image;
  private final GatewayMerge merge;
  private final NamespaceLabels labels;
  private final GatewayChoices choices;
  private final Map<ResourceKey, ResolvedGateway> resolved = new ConcurrentHashMap<>();

  GatewayAttachments(MeshImage image, Dialect dialect) {
    this.image = image;
    this.merge = new GatewayMerge(image);
    this.labels = new NamespaceLabels(image);
    this.choices = dialect.gateways();
  }

  /** A Gateway with everything that attaches to it. */
  ResolvedGateway of(Gateway gateway) {
    return resolved.computeIfAbsent(gateway.key(), _ -> resolve(gateway));
  }

  /** The Gateway that a parentRef means, itself or through a ListenerSet; null for none. */
  @Nullable ResolvedGateway parent(ParentRef ref) {
    ListenerSet set = image.get(ref.parent(), ListenerSet.class);
    Gateway gateway = image.get(set == null ? ref.parent() : set.gateway(), Gateway.class);
    return gateway == null ? null : of(gateway);
  }

  private ResolvedGateway resolve(Gateway gateway) {
    List<AttachedListenerSet> sets = merge.listenerSets(gateway);
    List<ResolvedListener> listeners = merge.listeners(gateway, sets);
    Stream<ResourceKey> owners =
        Stream.concat(Stream.of(gateway.key()), sets.stream().map(set -> set.set().key()));
    List<Attachment> attachments = owners.flatMap(owner -> attachments(owner, listeners)).toList();
    return new ResolvedGateway(
        gateway,
        sets,
        listeners,
        choices.oneKindPerHostname() ? KindConflicts.settled(attachments) : attachments);
  }

  private Stream<Attachment> attachments(ResourceKey owner, List<ResolvedListener> all) {
    List<ResolvedListener> own = all.stream().filter(l -> l.owner().key().equals(owner)).toList();
    return image
        .referrers(owner, Relation.ATTACHES)
        .map(key -> image.get(key, Route.class))
        .filter(Objects::nonNull)
        .flatMap(route ->
            route.parents().stream()
                .filter(ref -> ref.parent().equals(owner))
                .map(ref -> new Attachment(route, ref, places(route, ref, own))));
  }

  private List<Place> places(Route route, ParentRef ref, List<ResolvedListener> listeners) {
    var result = new ArrayList<Place>();
    for (ResolvedListener listener : listeners) {
      if (means(ref, listener.listener())) {
        result.add(place(route, listener));
      }
    }
    return result;
  }

  /** Name and port select; with both, both must hold (ParentReference.port). */
  private static boolean means(ParentRef ref, GatewayListener listener) {
    return (ref.sectionName() == null || ref.sectionName().equals(listener.name()))
        && (ref.port() == null || ref.port() == listener.port());
  }

  private Place place(Route route, ResolvedListener listener) {
    if (!allowed(route, listener)) {
      return new Place(listener, Outcome.NOT_ALLOWED_BY_LISTENERS, List.of());
    }
    List<String> hostnames = hostnames(route, listener);
    return hostnames.isEmpty()
        ? new Place(listener, Outcome.NO_MATCHING_LISTENER_HOSTNAME, List.of())
        : new Place(listener, Outcome.ACCEPTED, hostnames);
  }

  private boolean allowed(Route route, ResolvedListener listener) {
    ResourceKey key = route.key();
    return listener.kinds().contains(new RouteKind(key.group(), key.kind()))
        && listener
            .listener()
            .allowed()
            .namespaces()
            .admit(
                listener.owner().key().namespace(),
                key.namespace(),
                name -> labels.of(key.cluster(), name));
  }

  private static List<String> hostnames(Route route, ResolvedListener listener) {
    String own = listener.hostname();
    return route.hostnames().isEmpty()
        ? List.of(own)
        : route.hostnames().stream()
            .map(Hostnames::normal)
            .map(hostname -> Hostnames.intersection(own, hostname))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
  }
}
