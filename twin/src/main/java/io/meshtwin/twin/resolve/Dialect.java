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
 * @param serviceRecognisedByHost whether a Service is recognised by the Host header (Istio) or by
 *     the address and port dialed (GEP-1294)
 * @param routes what the content of routes comes to
 * @param gateways what Gateways come to
 */
public record Dialect(
    String name, boolean serviceRecognisedByHost, RouteChoices routes, GatewayChoices gateways) {
  /** The Gateway API as written. */
  public static final Dialect SPEC =
      new Dialect("spec", false, RouteChoices.SPEC, GatewayChoices.SPEC);

  /** Istio's reading of it. */
  public static final Dialect ISTIO =
      new Dialect("istio", true, RouteChoices.ISTIO, GatewayChoices.ISTIO);

  private static final String ISTIO_CONTROLLER = "istio.io/gateway-controller";
  private static final String SIDECAR_STATUS = "sidecar.istio.io/status";

  /** The dialect of a mesh: {@code istio} where it shows Istio at work, otherwise {@code spec}. */
  public static Dialect detect(MeshImage image) {
    boolean istio =
        image.all(GatewayClass.class).anyMatch(c -> c.controllerName().equals(ISTIO_CONTROLLER))
            || image.all(ConfigMap.class).anyMatch(ConfigMap::isMeshConfig)
            || image
                .all(Pod.class)
                .anyMatch(pod -> pod.metadata().annotations().containsKey(SIDECAR_STATUS));
    return istio ? ISTIO : SPEC;
  }
}
