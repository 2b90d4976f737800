package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.AllowedRoutes.RouteKind;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayListener;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.resource.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A Gateway's listeners together with those of its ListenerSets, in order of precedence (GEP-1713):
 * its own, then those of the sets by age and name.
 */
final class GatewayMerge {
  private final MeshImage image;
  private final NamespaceLabels labels;
  private final TrustRefs refs;

  GatewayMerge(MeshImage image) {
    this.image = image;
    this.labels = new NamespaceLabels(image);
    this.refs = new TrustRefs(image);
  }

  /** The ListenerSets that name the Gateway, in order of precedence. */
  List<AttachedListenerSet> listenerSets(Gateway gateway) {
    String cluster = gateway.key().cluster();
    return image
        .referrers(gateway.key(), Relation.ATTACHES)
        .map(key -> image.get(key, ListenerSet.class))
        .filter(Objects::nonNull)
        .sorted(Age.OLDEST_FIRST)
        .map(set ->
            new AttachedListenerSet(
                set,
                gateway
                    .listenerSets()
                    .admit(
                        gateway.key().namespace(),
                        set.key().namespace(),
                        name -> labels.of(cluster, name))))
        .toList();
  }

  /** The listeners of the Gateway and of the sets that it allows. */
  List<ResolvedListener> listeners(Gateway gateway, List<AttachedListenerSet> sets) {
    var conflicts = new ListenerConflicts();
    var result = new ArrayList<ResolvedListener>();
    add(gateway, gateway.metadata(), gateway.listeners(), conflicts, result);
    for (AttachedListenerSet set : sets) {
      if (set.allowed()) {
        add(gateway, set.set().metadata(), set.set().listeners(), conflicts, result);
      }
    }
    return result;
  }

  private void add(
      Gateway gateway,
      Metadata owner,
      List<GatewayListener> listeners,
      ListenerConflicts conflicts,
      List<ResolvedListener> result) {
    List<ListenerConflict> found = conflicts.next(listeners);
    for (int i = 0; i < listeners.size(); i++) {
      GatewayListener listener = listeners.get(i);
      List<RouteKind> named = listener.allowed().kinds();
      List<RouteKind> kinds = RouteKinds.of(listener.protocol(), named);
      result.add(
          new ResolvedListener(
              owner,
              listener,
              found.get(i),
              kinds,
              kinds.size() < named.size(),
              ListenerSecurity.of(gateway, owner.key(), listener, refs)));
    }
  }
}
