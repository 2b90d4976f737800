package io.meshtwin.simulator.flow;

import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.resolve.network.NetworkPolicies;
import io.meshtwin.twin.resolve.network.Reach;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What NetworkPolicies make of a client's connections. A proxy knows nothing of them: it chooses
 * among all endpoints, and a connection to one that is closed gets no answer until its timeout.
 *
 * @param client who connects
 */
record Network(NetworkPolicies policies, NetworkPeer client) {
  /** The reason of shares that no policy lets through. */
  static final String CLOSED = "network_policy";

  /** A share as the network lets it through: what is open, then what is closed. */
  List<Share> split(Share whole, Cluster cluster, Delivery delivery, List<Caveat> caveats) {
    Reach reach = policies.reach(client, cluster);
    caveats.addAll(reach.unknown());
    if (reach.closed().isEmpty() || !reach.unknown().isEmpty()) {
      return List.of(whole);
    }
    if (!reach.open().isEmpty() && retried(delivery.retries())) {
      String reason = "how retries go on past endpoints that are closed by " + reach.words();
      caveats.add(new Caveat(reason + " is not modelled", whole.origin()));
    }
    double all = Endpoint.weight(cluster.endpoints());
    Share closed = closed(whole, reach, delivery.timeouts(), Endpoint.weight(reach.closed()) / all);
    return reach.open().isEmpty()
        ? List.of(closed)
        : List.of(open(whole, reach.open(), Endpoint.weight(reach.open()) / all), closed);
  }

  /** What the network lets through of a copy. */
  Copy copied(Copy whole, Cluster cluster, List<Caveat> caveats) {
    Reach reach = policies.reach(client, cluster);
    caveats.addAll(reach.unknown());
    return reach.closed().isEmpty() ? whole : whole.open(reach.open());
  }

  private static boolean retried(@Nullable Retries retries) {
    return retries != null && retries.attempts() > 0;
  }

  private static Share open(Share whole, List<Endpoint> open, double part) {
    return new Share(
        whole.weight() * part,
        whole.target().only(open),
        whole.failure(),
        whole.changes(),
        whole.origin());
  }

  /** 503 UF when the connection is given up; 504 UT where a limit of the route is over before. */
  private static Share closed(Share whole, Reach reach, Timeouts timeouts, double part) {
    boolean late =
        Stream.of(timeouts.request(), timeouts.backendRequest())
            .flatMap(Stream::ofNullable)
            .anyMatch(limit -> !limit.isZero() && isShort(limit));
    String words = reach.words() + " closes " + whole.service() + " to the client";
    var failure = new Share.Failure(late ? 504 : 503, CLOSED, late ? "UT" : "UF", words);
    return new Share(
        whole.weight() * part,
        whole.target().only(List.of()),
        failure,
        whole.changes(),
        whole.origin());
  }

  private static boolean isShort(Duration limit) {
    return limit.compareTo(Timeouts.CONNECT) < 0;
  }
}
