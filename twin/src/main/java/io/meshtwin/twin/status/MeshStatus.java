package io.meshtwin.twin.status;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayClass;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.resource.Route;
import java.util.List;
import java.util.stream.Stream;

/** The status of every Gateway API object of a mesh. */
public final class MeshStatus {
  private MeshStatus() {}

  /**
   * What a conformant controller would write: GatewayClasses, Gateways with their listeners,
   * ListenerSets, routes, policies, each kind in the order of keys.
   */
  public static List<ObjectStatus> of(ResolvedMesh mesh) {
    MeshImage image = mesh.image();
    var controllers = new Controllers(image);
    var gateways = new GatewayStatus(mesh, controllers);
    var sets = new ListenerSetStatus(mesh, controllers);
    var routes = new RouteStatus(mesh, controllers);
    var policies = new BackendTlsPolicyStatus(mesh, controllers);
    return Stream.of(
            image.all(GatewayClass.class).map(c -> GatewayClassStatus.of(image, c)),
            image.all(Gateway.class).flatMap(gateways::of),
            image.all(ListenerSet.class).flatMap(sets::of),
            image.all(Route.class).flatMap(routes::of),
            image.all(BackendTlsPolicy.class).flatMap(policies::of))
        .flatMap(s -> s)
        .toList();
  }
}
