package io.meshtwin.testkit.scale;

/** In which API traffic is described. */
public enum MeshStyle {
  /** Gateways and routes of the Gateway API, at Services and at Gateways. */
  GATEWAY_API,
  /** Istio's Gateways, VirtualServices and DestinationRules. */
  ISTIO
}
