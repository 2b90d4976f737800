package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Optional;

/** Which predictions a run on this machine cannot show, and why. */
final class Unchecked {
  private Unchecked() {}

  /** The reason; empty when the case can be checked. */
  static Optional<String> reason(ResolvedMesh mesh, Decision decision) {
    Verdict verdict = decision.verdict();
    Call.Protocol protocol = decision.call().protocol();
    if (decision.listener() == null) {
      return Optional.of(verdict.kind() + " without a proxy's listener");
    }
    if (protocol != Call.Protocol.HTTP && protocol != Call.Protocol.TCP) {
      return Optional.of("requests by " + protocol);
    }
    boolean http2 =
        verdict.shares().stream()
            .filter(share -> share.failure() == null)
            .map(Share::service)
            .anyMatch(port -> port != null && speaksHttp2(mesh, port));
    return http2 ? Optional.of("backends that speak HTTP/2") : Optional.empty();
  }

  private static boolean speaksHttp2(ResolvedMesh mesh, ServicePort port) {
    return mesh.cluster(port).protocol() == Cluster.Protocol.HTTP2;
  }
}
