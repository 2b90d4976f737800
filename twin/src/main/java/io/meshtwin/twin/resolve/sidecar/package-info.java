/**
 * The outbound side of a client's sidecar as istiod configures it.
 *
 * <p>Input: the image and its MeshConfig. {@link Registry} has every host, {@link SidecarScopes}
 * says what a client sees of it, {@link OutboundListeners} what its proxy listens on, {@link
 * PortRoutes} which virtual hosts an HTTP port has, {@link HostEndpoints} who is behind a host.
 * Output: {@code twin/routing}. Invariants: one listener for an address and port; a name means by
 * itself what it means among all virtual hosts of a port; what istiod leaves to chance is settled
 * by name.
 */
@NullMarked
package io.meshtwin.twin.resolve.sidecar;

import org.jspecify.annotations.NullMarked;
