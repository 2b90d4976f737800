package io.meshtwin.twin.status;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.GatewayClass;
import io.meshtwin.twin.resource.ObjectRef;
import io.meshtwin.twin.status.ObjectStatus.Counts;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.util.List;

/** The status of a GatewayClass (GatewayClassConditionType). */
final class GatewayClassStatus {
  private GatewayClassStatus() {}

  static ObjectStatus of(MeshImage image, GatewayClass gatewayClass) {
    List<Condition> conditions =
        Refused.is(image, gatewayClass.key()) ? List.of() : List.of(accepted(image, gatewayClass));
    return new ObjectStatus(
        gatewayClass.key(),
        new Place.Self(),
        gatewayClass.controllerName(),
        conditions,
        Counts.NONE);
  }

  private static Condition accepted(MeshImage image, GatewayClass gatewayClass) {
    ObjectRef parameters = gatewayClass.parameters();
    return parameters == null || image.state(parameters.target()) != null
        ? Condition.yes(Condition.ACCEPTED)
        : Condition.no(Condition.ACCEPTED, "InvalidParameters");
  }
}
