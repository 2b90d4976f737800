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

  /** A route with what of it is compared with every listener. */
  private record Candidate(Route route, RouteKind kind, List<String> hostnames) {
    static Candidate of(Route route) {
      ResourceKey key = route.key();
      return new Candidate(
          route,
          new RouteKind(key.group(), key.kind()),
          route.hostnames().stream().map(Hostnames::normal).distinct().toList());
    }
  }

  private List<Place> places(Route route, ParentRef ref, List<ResolvedListener> listeners) {
    Candidate candidate = Candidate.of(route);
    return listeners.stream()
        .filter(listener -> means(ref, listener.listener()))
        .map(listener -> place(candidate, listener))
        .toList();
  }

  /** Name and port select; with both, both must hold (ParentReference.port). */
  private static boolean means(ParentRef ref, GatewayListener listener) {
    return (ref.sectionName() == null || ref.sectionName().equals(listener.name()))
        && (ref.port() == null || ref.port() == listener.port());
  }

  private Place place(Candidate candidate, ResolvedListener listener) {
    if (!allowed(candidate, listener)) {
      return new Place(listener, Outcome.NOT_ALLOWED_BY_LISTENERS, List.of());
    }
    List<String> hostnames = hostnames(candidate, listener.hostname());
    return hostnames.isEmpty()
        ? new Place(listener, Outcome.NO_MATCHING_LISTENER_HOSTNAME, List.of())
        : new Place(listener, Outcome.ACCEPTED, hostnames);
  }

  private boolean allowed(Candidate candidate, ResolvedListener listener) {
    ResourceKey key = candidate.route().key();
    return listener.kinds().contains(candidate.kind())
        && listener
            .listener()
            .allowed()
            .namespaces()
            .admit(
                listener.owner().key().namespace(),
                key.namespace(),
                name -> labels.of(key.cluster(), name));
  }

  /** The intersections with a listener's hostname; a route without hostnames takes it as it is. */
  private static List<String> hostnames(Candidate candidate, String listener) {
    if (candidate.hostnames().isEmpty()) {
      return List.of(listener);
    }
    var result = new ArrayList<String>();
    for (String hostname : candidate.hostnames()) {
      String common = Hostnames.intersection(listener, hostname);
      if (common != null && !result.contains(common)) {
        result.add(common);
      }
    }
    return result;
  }
}
