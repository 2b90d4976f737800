package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Destinations as a client's proxy knows them: a proxy has clusters only for the hosts that it sees
 * ({@code buildOutboundClusters}).
 */
public final class Seen {
  private Seen() {}

  /**
   * A rule with every destination as the proxy has it.
   *
   * @param failure the status of a share whose cluster the proxy does not have
   */
  public static RouteRule rule(SidecarScope scope, RouteRule rule, int failure) {
    if (!(rule.action() instanceof RouteAction.Forward forward)) {
      return rule;
    }
    List<WeightedDestination> seen = all(scope, forward.destinations(), failure);
    if (seen.equals(forward.destinations())) {
      return rule;
    }
    var action = new RouteAction.Forward(seen, forward.changes(), forward.delivery());
    return new RouteRule(
        rule.name(), rule.match(), action, rule.cors(), rule.precedence(), rule.origin());
  }

  /** Shares with every destination as the proxy has it. */
  public static List<WeightedDestination> all(
      SidecarScope scope, List<WeightedDestination> shares, int failure) {
    return shares.stream()
        .map(share ->
            new WeightedDestination(
                share.weight(),
                destination(scope, share.destination(), failure),
                share.changes(),
                share.origin()))
        .toList();
  }

  private static Destination destination(SidecarScope scope, Destination wanted, int failure) {
    if (!(wanted instanceof Destination.ToService to)) {
      return wanted;
    }
    ServicePort port = to.service();
    String host = host(port);
    MeshService service = scope.service(host);
    if (service == null
        || service.resolution() == MeshService.Resolution.ALIAS
        || service.port(port.port()) == null
        || !service.key().equals(port.service())) {
      return new Destination.Invalid(
          failure, "the proxy has no cluster for " + port + ": it does not see the host");
    }
    MeshService.Port own = service.port(port.port());
    return service.resolution() == MeshService.Resolution.ORIGINAL && own != null
        ? new Destination.Original(port, own.override(), said(to.tls()), to.policy().version())
        : wanted;
  }

  /** Mutual TLS is not detected at addresses that the client chose (applyUpstreamTLSSettings). */
  private static @Nullable UpstreamTls said(@Nullable UpstreamTls tls) {
    return tls instanceof UpstreamTls.Mesh mesh && mesh.detected() ? null : tls;
  }

  /** The host that a Service port is of. */
  public static String host(ServicePort port) {
    return port.isHost()
        ? port.service().name()
        : port.service().name() + "." + port.service().namespace() + Services.SUFFIX;
  }
}
