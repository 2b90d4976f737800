package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.UpstreamTls.Originated;
import java.util.Optional;

/** Which predictions a run on this machine cannot show, and why. */
final class Unchecked {
  private Unchecked() {}

  /** The reason; empty when the case can be checked. */
  static Optional<String> reason(Decision decision) {
    Call call = decision.call();
    if (decision.listener() == null) {
      return Optional.of(decision.verdict().kind() + " without a proxy's listener");
    }
    if (decision.listener().listener().chains().stream()
        .anyMatch(chain -> !chain.destinations().isEmpty())) {
      return Optional.of("addresses that the client chose: connections are not redirected here");
    }
    if (call.tls() != null && call.tls().certificate() instanceof ClientCertificate.InMesh) {
      return Optional.of("client certificates of the mesh: their keys are not read");
    }
    if (call.tls() != null && !Offers.possible(call.tls().offer())) {
      return Optional.of("versions and ciphers of TLS that this JDK does not have");
    }
    if (decision.verdict().shares().stream().anyMatch(Unchecked::isClosed)
        || decision.verdict().copies().stream().anyMatch(copy -> copy.closed() > 0)) {
      return Optional.of("NetworkPolicies: nothing enforces them on this machine");
    }
    if (decision.verdict().shares().stream().anyMatch(s -> s.tls() instanceof Originated)
        && decision.arrivals().refusals().stream().anyMatch(r -> r.reason().equals("tls"))) {
      return Optional.of(
          "TLS of DestinationRules to workloads of which nobody says that they end it");
    }
    boolean sent =
        decision.verdict().shares().stream()
            .allMatch(s -> s.service() != null && !s.endpoints().isEmpty());
    if (Clients.bare(call) && !(sent && !decision.verdict().shares().isEmpty())) {
      return Optional.of("Services without endpoints, met without a proxy");
    }
    boolean inner = decision.chain() != null && isTerminated(decision);
    boolean tls =
        call.protocol() == Call.Protocol.TLS || (call.tls() != null && Sender.isBytes(decision));
    return tls && !inner && isPlain(decision)
        ? Optional.of("TLS to a port that passes bytes on")
        : Optional.empty();
  }

  private static boolean isClosed(Share share) {
    Share.Failure failure = share.failure();
    return failure != null && failure.reason().equals("network_policy");
  }

  private static boolean isTerminated(Decision decision) {
    return decision.chain() != null
        && decision.chain().chain().transport() instanceof Transport.Terminated;
  }

  private static boolean isPlain(Decision decision) {
    return decision.chain() != null
        && decision.chain().chain().transport() instanceof Transport.Any;
  }
}
