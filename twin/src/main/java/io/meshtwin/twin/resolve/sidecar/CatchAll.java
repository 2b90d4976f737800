package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of traffic to what nobody knows: it leaves as dialed ({@code allow_any}, {@code
 * PassthroughCluster}), or it is answered with 502 where HTTP is read ({@code block_all}) and
 * closed elsewhere ({@code BlackHoleCluster}); {@code buildCatchAllVirtualHost}, {@code
 * buildOutboundCatchAllNetworkFiltersOnly}.
 */
final class CatchAll {
  private static final int BAD_GATEWAY = 502;

  private final SidecarScope.Outbound outbound;

  private final List<Caveat> unmodelled;

  /**
   * @param unmodelled why nothing is known, empty almost always
   */
  CatchAll(SidecarScope.Outbound outbound, List<Caveat> unmodelled) {
    this.outbound = outbound;
    this.unmodelled = unmodelled;
  }

  /** For requests. */
  VirtualHost virtualHost() {
    String name = outbound.leaves() ? "allow_any" : "block_all";
    var rule =
        new RouteRule(name, RouteMatch.ANY, action(), null, Precedence.ALONE, outbound.origin());
    return new VirtualHost(name, List.of("*"), List.of(rule));
  }

  /** For connections. */
  Handler handler() {
    Caveat caveat = caveat();
    if (caveat != null) {
      return new Handler.Unmodelled(List.of(caveat));
    }
    Destination destination =
        outbound.leaves() ? Destination.Original.UNCLAIMED : new Destination.BlackHole();
    return new Handler.Tcp(List.of(all(destination)));
  }

  private RouteAction action() {
    Caveat caveat = caveat();
    if (caveat != null) {
      return new RouteAction.Unmodelled(caveat);
    }
    return outbound.leaves()
        ? new RouteAction.Forward(
            List.of(all(Destination.Original.UNCLAIMED)), Changes.NONE, Delivery.PLAIN)
        : new RouteAction.Respond(BAD_GATEWAY, "nobody in the registry has the host");
  }

  private WeightedDestination all(Destination destination) {
    return new WeightedDestination(1, destination, Changes.NONE, outbound.origin());
  }

  private @Nullable Caveat caveat() {
    if (!unmodelled.isEmpty()) {
      return unmodelled.getFirst();
    }
    if (outbound.proxy() != null) {
      return new Caveat(
          "egressProxy of " + outbound.origin().resource() + " is not modelled", outbound.origin());
    }
    return outbound.mode() == MeshConfig.Outbound.ALLOW_ANY_DYNAMIC_DNS
        ? new Caveat("ALLOW_ANY_DYNAMIC_DNS is not modelled", outbound.origin())
        : null;
  }
}
