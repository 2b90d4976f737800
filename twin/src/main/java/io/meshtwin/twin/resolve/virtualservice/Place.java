package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.IstioNames;

/**
 * Where rules act.
 *
 * @param view the proxy
 * @param gateway {@code mesh}, or {@code namespace/name} of a Gateway
 * @param port the port dialed
 * @param tls whether TLS ends there
 */
public record Place(MeshView view, String gateway, int port, boolean tls) {
  /** A port of a sidecar. */
  public static Place sidecar(MeshView view, int port) {
    return new Place(view, IstioNames.MESH, port, false);
  }

  /** Whether it is a sidecar's. */
  public boolean inMesh() {
    return gateway.equals(IstioNames.MESH);
  }
}
