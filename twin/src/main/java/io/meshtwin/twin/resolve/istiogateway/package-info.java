/**
 * Istio's own Gateways ({@code networking.istio.io}): what the proxies of a selector listen for.
 *
 * <p>Input: the Gateways whose selectors a proxy's labels meet, and the VirtualServices bound to
 * them. Output: the proxy's listeners in {@code twin/routing}. Invariants: what several Gateways
 * ask of one port is merged as istiod does ({@code pilot/pkg/model/gateway.go}), and what it skips
 * is kept with the reason, so that it can be found; what Envoy would refuse is unknown.
 */
@NullMarked
package io.meshtwin.twin.resolve.istiogateway;

import org.jspecify.annotations.NullMarked;
