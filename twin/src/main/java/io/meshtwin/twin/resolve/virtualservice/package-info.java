/**
 * VirtualServices and DestinationRules of Istio, as istiod reads them for one proxy.
 *
 * <p>Input: the resources of an image and what the proxy sees ({@link
 * io.meshtwin.twin.resolve.virtualservice.MeshView}). Output: rules of {@code twin/routing} for a
 * host and port, and the policy of each destination. Invariants: rules stand in the order in which
 * Envoy tries them, each cites its VirtualService and field; what is not modelled is said in its
 * place.
 */
@NullMarked
package io.meshtwin.twin.resolve.virtualservice;

import org.jspecify.annotations.NullMarked;
