/**
 * Who may do what at a workload or a gateway, in the words of Envoy's RBAC and JWT filters.
 *
 * <p>Input: what {@code twin/resolve} makes of policies. Output: read by the simulator, which
 * evaluates conditions, and by the proxy bridge, which turns them into filters. Invariants: filters
 * stand in the order in which they are asked; a condition reads only what a connection, a request
 * or a token shows.
 */
@NullMarked
package io.meshtwin.twin.routing.access;

import org.jspecify.annotations.NullMarked;
