package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.GatewayClass;
import io.meshtwin.twin.resource.Pod;

/**
 * The named choices where implementations differ from the Gateway API's text, or where it is
 * silent.
 *
 * @param name {@code spec} or {@code istio}
 * @param routes what the content of routes comes to
 * @param mesh what Services and their routes come to
 * @param gateways what Gateways come to
 */
public record Dialect(String name, RouteChoices routes, MeshChoices mesh, GatewayChoices gateways) {
  /** The Gateway API as written. */
  public static final Dialect SPEC =
      new Dialect("spec", RouteChoices.SPEC, MeshChoices.SPEC, GatewayChoices.SPEC);

  /** Istio's reading of it. */
  public static final Dialect ISTIO =
      new Dialect("istio", RouteChoices.ISTIO, MeshChoices.ISTIO, GatewayChoices.ISTIO);

  private static final String ISTIO_CONTROLLER = "istio.io/gateway-controller";

  /** The dialect of a mesh: {@code istio} where it shows Istio at work, otherwise {@code spec}. */
  public static Dialect detect(MeshImage image) {
    boolean istio =
        image.all(GatewayClass.class).anyMatch(c -> c.controllerName().equals(ISTIO_CONTROLLER))
            || image.all(ConfigMap.class).anyMatch(ConfigMap::isMeshConfig)
            || image
                .all(Pod.class)
                .anyMatch(pod -> pod.metadata().annotations().containsKey(Workload.SIDECAR_STATUS));
    return istio ? ISTIO : SPEC;
  }
}
