/**
 * What a proxy will do, in Envoy's and Gateway API's own words: listener, virtual host, route rule,
 * match, action, destination, cluster, endpoint.
 *
 * <p>A leaf: written by {@code twin/resolve}, read by the simulator, which evaluates it, and by the
 * proxy bridge, which turns it into xDS. Both read the same records, so prediction and push cannot
 * part. Invariants: rules stand in the order in which they are tried, first match wins; every entry
 * cites the resource and field that it came from; what is not modelled is said in its place.
 */
@NullMarked
package io.meshtwin.twin.routing;

import org.jspecify.annotations.NullMarked;
