package io.meshtwin.twin.status;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Attachment;
import io.meshtwin.twin.resolve.Attachment.Outcome;
import io.meshtwin.twin.resolve.ResolvedGateway;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Standing.Unsupported;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.status.ObjectStatus.Counts;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of routes, one for each parent (RouteConditionType). */
final class RouteStatus {
  private static final String UNSUPPORTED_VALUE = "UnsupportedValue";

  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final Controllers controllers;

  RouteStatus(ResolvedMesh mesh, Controllers controllers) {
    this.mesh = mesh;
    this.image = mesh.image();
    this.controllers = controllers;
  }

  Stream<ObjectStatus> of(Route route) {
    boolean refused = Refused.is(image, route.key());
    return route.parents().stream()
        .map(ref -> {
          if (refused) {
            return status(route, ref, null, List.of());
          }
          return ref.isService() ? atService(route, ref) : atGateway(route, ref);
        });
  }

  private ObjectStatus atService(Route route, ParentRef ref) {
    Outcome outcome = mesh.standing().atService(route, ref);
    return status(route, ref, controllers.ofServices(), conditions(route, outcome, true));
  }

  /** Nobody writes about a parent that does not exist, or that nobody knows. */
  private ObjectStatus atGateway(Route route, ParentRef ref) {
    Attachment attachment = mesh.standing().atGateway(route, ref);
    ResolvedGateway gateway = mesh.parent(ref);
    if (attachment == null || gateway == null || Refused.is(image, gateway.gateway().key())) {
      return status(route, ref, null, List.of());
    }
    return status(
        route,
        ref,
        controllers.of(gateway.gateway()),
        conditions(route, attachment.outcome(), false));
  }

  private List<Condition> conditions(Route route, Outcome outcome, boolean inMesh) {
    var conditions = new ArrayList<Condition>();
    boolean accepted = outcome == Outcome.ACCEPTED;
    Unsupported unsupported = mesh.standing().unsupported(route);
    conditions.add(
        accepted && unsupported == Unsupported.ALL_RULES
            ? Condition.no(Condition.ACCEPTED, UNSUPPORTED_VALUE)
            : Condition.of(Condition.ACCEPTED, accepted, outcome.reason()));
    conditions.add(resolvedRefs(route, inMesh));
    if (accepted && unsupported == Unsupported.SOME_RULES) {
      // "A combination of both valid and invalid rules" (RouteConditionPartiallyInvalid).
      conditions.add(Condition.yes("PartiallyInvalid", UNSUPPORTED_VALUE));
    }
    return conditions;
  }

  private Condition resolvedRefs(Route route, boolean inMesh) {
    String problem = mesh.standing().unresolved(route, inMesh);
    if (problem != null) {
      return Condition.no(Condition.RESOLVED_REFS, problem);
    }
    return mesh.standing().unread(route)
        ? Condition.unknown(Condition.RESOLVED_REFS)
        : Condition.yes(Condition.RESOLVED_REFS);
  }

  private static ObjectStatus status(
      Route route, ParentRef ref, @Nullable String controller, List<Condition> conditions) {
    return new ObjectStatus(
        route.key(), new Place.Parent(ref), controller, conditions, Counts.NONE);
  }
}
