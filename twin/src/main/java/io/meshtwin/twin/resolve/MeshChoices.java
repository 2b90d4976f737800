package io.meshtwin.twin.resolve;

/**
 * What implementations make of Services and their routes (GEP-1294), where they differ. Istio's
 * side is read in {@code pilot/pkg/config/kube/gateway/route_collections.go}, {@code
 * pilot/pkg/networking/core/httproute.go}, {@code listener.go} and {@code tls.go}.
 *
 * @param unknownNames whether a name in the cluster's domain that no Service has leaves as dialed.
 *     Otherwise DNS fails. A sidecar of Istio never asks: what DNS answers is passed on ({@code
 *     ALLOW_ANY}), and names may come from elsewhere (DNS proxying, other clusters)
 * @param sniffs whether a port that does not say what it carries is looked into (Istio, {@code
 *     ListenerProtocolAuto}); otherwise it is opaque
 * @param protocolDecides whether the port's protocol says which routes act: in Istio an HTTPRoute
 *     does nothing on a TCP port and a TCPRoute nothing on an HTTP port, and GRPCRoutes and
 *     HTTPRoutes merge ({@code mergeHTTPRoutes}). By the specification one kind acts, GRPCRoute
 *     before HTTPRoute before TLSRoute before TCPRoute, whatever the port (GEP-1294, route types)
 * @param portsApart whether routes with {@code parentRef.port} and without are not merged: in Istio
 *     they are groups by namespace and port, and the oldest group that has a rule for the port
 *     serves alone. By the specification all routes of a port merge
 * @param sectionNames whether {@code parentRef.sectionName} names the Service's port
 *     (ParentReference.sectionName); Istio does not look at it
 * @param streamsOfAnyNamespace whether a TCPRoute or TLSRoute of a third namespace acts on every
 *     client (Istio, {@code getConfigsForHost} without namespace)
 * @param hostnamesOfTlsRoutes whether a TLSRoute on a Service takes only the names that it lists;
 *     by the specification hostnames mean nothing in the mesh (GEP-1294)
 * @param wholeRoutes whether a route with one part that the implementation refuses does not act at
 *     all (Istio, {@code computeRoute}); otherwise the other rules do
 * @param sidecars whether Istio's own objects say what a client's proxy sees and does: which
 *     clients have one, ServiceEntry, Sidecar, {@code exportTo}
 */
public record MeshChoices(
    boolean unknownNames,
    boolean sniffs,
    boolean protocolDecides,
    boolean portsApart,
    boolean sectionNames,
    boolean streamsOfAnyNamespace,
    boolean hostnamesOfTlsRoutes,
    boolean wholeRoutes,
    boolean sidecars) {
  static final MeshChoices SPEC =
      new MeshChoices(false, false, false, false, true, false, false, false, false);

  static final MeshChoices ISTIO =
      new MeshChoices(true, true, true, true, false, true, true, true, true);
}
