package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;

/** The certificate that a client shows. */
public sealed interface ClientCertificate {
  /** The one in a Secret of the mesh; who trusts it follows from its public facts. */
  record InMesh(ResourceKey secret) implements ClientCertificate {}

  /**
   * One that is described.
   *
   * @param trusted whether every authority that is asked for signs it
   * @param sans its names
   */
  record Described(boolean trusted, List<String> sans) implements ClientCertificate {
    public Described {
      sans = List.copyOf(sans);
    }
  }
}
