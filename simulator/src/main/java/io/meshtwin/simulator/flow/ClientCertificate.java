package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificate that a client shows. */
public sealed interface ClientCertificate {
  /** The one in a Secret of the mesh; who trusts it follows from its public facts. */
  record InMesh(ResourceKey secret) implements ClientCertificate {}

  /**
   * One that is described.
   *
   * @param trusted whether every authority that is asked for signs it
   * @param sans its names
   * @param revoked whether the list of revoked certificates names it, where one is asked; null
   *     where that is not said
   */
  record Described(boolean trusted, List<String> sans, @Nullable Boolean revoked)
      implements ClientCertificate {
    public Described {
      sans = List.copyOf(sans);
    }

    /** One of which is not said whether it is revoked. */
    public Described(boolean trusted, List<String> sans) {
      this(trusted, sans, null);
    }
  }
}
