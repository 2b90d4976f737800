package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Preference;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that a proxy needs.
 *
 * @param name its name
 * @param shares the Service ports whose endpoints are in it: one, but for datagrams by weight
 * @param tls how its endpoints are spoken to, null for plain text
 * @param policy how an endpoint is chosen, and limits
 * @param origin who sends to it
 * @param original where it leads to the address that the client chose, null for known endpoints
 */
record Upstream(
    String name,
    List<Share> shares,
    @Nullable UpstreamTls tls,
    UpstreamPolicy policy,
    Origin origin,
    Destination.@Nullable Original original) {
  /** A Service port, which of its endpoints, who of them goes first, and their weight together. */
  record Share(
      ServicePort service, @Nullable Subset subset, @Nullable Preference near, int weight) {
    static Share of(Destination.ToService to, int weight) {
      return new Share(to.service(), to.subset(), to.policy().near(), weight);
    }
  }

  Upstream {
    shares = List.copyOf(shares);
  }

  static Upstream of(Destination.ToService destination, Origin origin) {
    return new Upstream(
        Names.cluster(destination),
        List.of(Share.of(destination, 1)),
        destination.tls(),
        destination.policy(),
        origin,
        null);
  }

  /** To the address that the client chose. */
  static Upstream of(Destination.Original original, Origin origin) {
    return new Upstream(
        Names.cluster(original), List.of(), original.tls(), UpstreamPolicy.NONE, origin, original);
  }

  /** The endpoints of several Services in one cluster: {@code udp_proxy} has no weights. */
  static Upstream merged(String name, List<WeightedDestination> destinations, Origin origin) {
    List<Share> shares =
        destinations.stream()
            .filter(share -> share.destination() instanceof Destination.ToService)
            .map(Upstream::share)
            .toList();
    return new Upstream(name, shares, null, UpstreamPolicy.NONE, origin, null);
  }

  private static Share share(WeightedDestination share) {
    return Share.of((Destination.ToService) share.destination(), share.weight());
  }
}
