package io.meshtwin.twin.status;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedGateway;
import io.meshtwin.twin.resolve.ResolvedListener;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.status.ObjectStatus.Counts;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of ListenerSets and their listeners (ListenerSetConditionType, GEP-1713). */
final class ListenerSetStatus {
  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final Controllers controllers;

  ListenerSetStatus(ResolvedMesh mesh, Controllers controllers) {
    this.mesh = mesh;
    this.image = mesh.image();
    this.controllers = controllers;
  }

  Stream<ObjectStatus> of(ListenerSet set) {
    ResolvedGateway gateway = mesh.attached(set.gateway());
    if (gateway == null || Refused.is(image, set.key()) || Refused.is(image, set.gateway())) {
      return Stream.of(status(set, null, List.of()));
    }
    String controller = controllers.of(gateway.gateway());
    return Stream.concat(
        Stream.of(status(set, controller, conditions(gateway, set))),
        ListenerStatus.of(gateway, set.key(), controller));
  }

  private static ObjectStatus status(
      ListenerSet set, @Nullable String controller, List<Condition> conditions) {
    return new ObjectStatus(set.key(), new Place.Self(), controller, conditions, Counts.NONE);
  }

  private List<Condition> conditions(ResolvedGateway gateway, ListenerSet set) {
    boolean allowed =
        gateway.listenerSets().stream()
            .anyMatch(attached -> attached.allowed() && attached.set().key().equals(set.key()));
    if (!allowed) {
      return neither("NotAllowed", "NotAllowed");
    }
    if (!GatewayStatus.accepted(image, gateway).holds()) {
      return neither("ParentNotAccepted", "ParentNotProgrammed");
    }
    if (!anyValid(gateway, set)) {
      return neither("ListenersNotValid", "ListenersNotValid");
    }
    boolean all = listeners(gateway, set.key()).allMatch(ResolvedListener::serves);
    return List.of(
        Condition.yes(Condition.ACCEPTED, all ? Condition.ACCEPTED : "ListenersNotValid"),
        Condition.yes(Condition.PROGRAMMED));
  }

  private static List<Condition> neither(String accepted, String programmed) {
    return List.of(
        Condition.no(Condition.ACCEPTED, accepted), Condition.no(Condition.PROGRAMMED, programmed));
  }

  /**
   * A set is accepted as long as one of its listeners can be configured
   * (ListenerSetReasonListenersNotValid): here, unlike with a Gateway, a certificate that may not
   * be used makes a listener invalid.
   */
  static boolean anyValid(ResolvedGateway gateway, ListenerSet set) {
    return listeners(gateway, set.key()).anyMatch(ResolvedListener::serves);
  }

  private static Stream<ResolvedListener> listeners(ResolvedGateway gateway, ResourceKey owner) {
    return gateway.listeners().stream().filter(l -> l.owner().key().equals(owner));
  }
}
