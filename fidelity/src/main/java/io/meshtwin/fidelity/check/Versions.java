package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.echo.Echo;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a workload gets requests in HTTP/1.1 or HTTP/2, as its cluster and its own proxy's want
 * it ({@code setUpstreamProtocol}).
 *
 * @param mesh what was predicted from
 */
record Versions(ResolvedMesh mesh) {
  List<String> differences(Decision decision, Observed observed) {
    boolean read = decision.verdict().effect() instanceof Effect.Forward forward && forward.http();
    if (!read
        || Clients.bare(decision.call())
        || !(observed instanceof Observed.Answered answered)
        || answered.echo().isEmpty()) {
      return List.of();
    }
    Echo echo = answered.echo().get();
    boolean client = decision.call().protocol() == Call.Protocol.GRPC;
    SortedSet<Boolean> expected = new TreeSet<>();
    for (Share share : decision.verdict().shares()) {
      for (Endpoint endpoint : share.endpoints()) {
        ServicePort service = share.service();
        boolean same = endpoint.name().equals(echo.workload()) && endpoint.port() == echo.port();
        if (same && service != null) {
          boolean sent = share.target().spoken().http2(client);
          expected.add(arrives(service.service().cluster(), endpoint, sent));
        }
      }
    }
    return expected.isEmpty() || expected.contains(echo.http2())
        ? List.of()
        : List.of("HTTP/2: predicted " + expected + ", observed " + echo.http2());
  }

  private boolean arrives(String cluster, Endpoint endpoint, boolean sent) {
    Workload workload = mesh.workload(cluster, endpoint);
    ServerSide server = workload == null ? null : mesh.server(workload);
    ServerSide.Port port = server == null ? null : server.ports().get(endpoint.port());
    if (port == null) {
      return sent;
    }
    return port.spoken().http2(sent);
  }
}
