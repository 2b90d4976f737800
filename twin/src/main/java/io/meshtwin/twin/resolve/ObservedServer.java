package io.meshtwin.twin.resolve;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.ServerSide;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sidecar really lets in to its own workload.
 *
 * @param workload whose it is, null where the mesh does not have it
 */
record ObservedServer(ObservedProxy proxy, @Nullable Workload workload, ResolvedMesh mesh) {
  /**
   * What the proxy does with connections to its own workload; null where it is another's. One pod
   * stands for all of its owner's.
   */
  @Nullable Inbound inbound(Workload asked, int port) {
    ServerSide server = of(asked);
    if (server == null) {
      return null;
    }
    Inbound inbound = server.inbound(port);
    List<String> domains = server.peers().trustDomains();
    String one = mesh.identity(asked.key().namespace(), asked.serviceAccount());
    boolean known =
        one == null
            || domains.isEmpty()
            || domains.stream().anyMatch(domain -> one.startsWith("spiffe://" + domain + "/"));
    return known ? inbound : ofOthers(inbound, domains);
  }

  /** All that comes to a workload; null where the proxy is another's. */
  @Nullable ServerSide of(Workload asked) {
    boolean own =
        workload != null
            && workload.owner().equals(asked.owner())
            && workload.key().cluster().equals(asked.key().cluster());
    return own ? proxy.server() : null;
  }

  /** Which identities clients show is not known then: the mesh says others. */
  private static Inbound ofOthers(Inbound inbound, List<String> domains) {
    var caveats = new ArrayList<>(inbound.caveats());
    String what =
        "who is of the trust domains %s, which the mesh does not say, is not modelled"
            .formatted(domains);
    caveats.add(new Caveat(what, inbound.origin()));
    return new Inbound(
        inbound.mode(), inbound.chains(), inbound.reading(), caveats, inbound.origin());
  }
}
