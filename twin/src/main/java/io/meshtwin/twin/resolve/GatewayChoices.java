package io.meshtwin.twin.resolve;

/**
 * What implementations make of Gateways, where the Gateway API says SHOULD or Istio differs from
 * it. Istio's side is its conformance report for Gateway API v1.5 (Istio 1.30), which lists what it
 * does not support.
 *
 * @param misdirected whether a Host that belongs to another HTTPS listener of the port is answered
 *     with 421 (Listener.hostname, feature GatewayHTTPSListenerDetectMisdirectedRequests); Istio
 *     answers 404, as for any Host that the listener does not have
 * @param oneKindPerHostname whether of an HTTPRoute and a GRPCRoute with a hostname in common at
 *     one listener only the older acts (GRPCRouteSpec.hostnames); Istio merges their rules
 * @param extended whether ListenerSets (GEP-1713), the validation of clients' certificates (GEP-91)
 *     and a client certificate towards backends (GEP-3155) are done; what Istio does with them is
 *     not modelled
 * @param hostnamesApart whether routes act under the very hostnames that they list: in Istio each
 *     hostname is a VirtualService and a virtual host of its own ({@code HTTPRouteCollection},
 *     {@code buildGatewayHTTPRouteConfig}), so a host that is listed somewhere never comes to the
 *     routes of a wildcard, and of several listeners' routes those of the oldest go first. By the
 *     specification routes of the closest hostname go first and the others follow
 *     (HTTPRouteSpec.hostnames)
 * @param istios whether Istio's own Gateways are served; to others they are nothing
 */
public record GatewayChoices(
    boolean misdirected,
    boolean oneKindPerHostname,
    boolean extended,
    boolean hostnamesApart,
    boolean istios) {
  static final GatewayChoices SPEC = new GatewayChoices(true, true, true, false, false);

  static final GatewayChoices ISTIO = new GatewayChoices(false, false, false, true, true);
}
