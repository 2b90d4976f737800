/**
 * Routing in Envoy's own messages: one file per concept of Envoy's, pure functions without state.
 *
 * <p>Input: {@code twin/routing} and {@link io.meshtwin.bridge.xds.Addresses}. Output: {@link
 * io.meshtwin.bridge.xds.ProxyResources}, the LDS, RDS, CDS, EDS and SDS messages of one proxy, and
 * what could not be expressed. Invariants: the same input gives the same bytes; every cluster has
 * its endpoints and every HTTP listener its routes; what is not modelled fails closed, never
 * guessed.
 */
@NullMarked
package io.meshtwin.bridge.xds;

import org.jspecify.annotations.NullMarked;
