package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.TrafficPolicy.ClientTls;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.UpstreamTls;
import org.jspecify.annotations.Nullable;

/** How a proxy speaks to a host, given what DestinationRules say. */
public interface UpstreamSecurity {
  /**
   * What is to be decided.
   *
   * @param view the proxy
   * @param host the host
   * @param port the host's port
   * @param subset the subset's name, empty for the whole
   * @param said the DestinationRule's settings, null where none says anything
   * @param origin where they stand, null where none says anything
   * @param selected whether the DestinationRule is for chosen workloads ({@code workloadSelector})
   */
  record Ask(
      MeshView view,
      KnownHost host,
      int port,
      String subset,
      @Nullable ClientTls said,
      @Nullable Origin origin,
      boolean selected) {}

  /** How it speaks; null for plain text. */
  @Nullable UpstreamTls of(Ask ask);

  /** Why that cannot be told for certain; null where it can. */
  @Nullable Caveat doubt(Ask ask);
}
