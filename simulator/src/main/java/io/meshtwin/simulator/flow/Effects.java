package io.meshtwin.simulator.flow;

import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Works out what rules do: actions with the endpoints that their destinations have now. */
final class Effects {
  private static final String NO_BACKEND = "no_backend";
  private static final String BLACK_HOLE = "blackhole";
  private static final String NO_ENDPOINTS = "no_endpoints";

  private final ResolvedMesh mesh;
  private final Fingerprints fingerprints;
  private final @Nullable Network network;
  private final boolean gateway;

  /** Of clients that nobody has asked for yet: without what the network does to them. */
  Effects(ResolvedMesh mesh) {
    this(mesh, new Fingerprints(mesh), null, false);
  }

  private Effects(
      ResolvedMesh mesh, Fingerprints fingerprints, @Nullable Network network, boolean gateway) {
    this.mesh = mesh;
    this.fingerprints = fingerprints;
    this.network = network;
    this.gateway = gateway;
  }

  /** The same rules for one client: what it reaches depends on who it is. */
  Effects of(ClientScope client) {
    var reached = new Network(mesh.network(), NetworkPeer.of(client));
    return new Effects(mesh, fingerprints, reached, false);
  }

  /** The same rules at a Gateway's proxies. */
  Effects of(NetworkPeer proxies) {
    var reached = new Network(mesh.network(), proxies);
    return new Effects(mesh, fingerprints, reached, true);
  }

  /**
   * @param scheme of the requests, {@code http} or {@code https}
   * @param port the listener's
   */
  Effect of(RouteRule rule, String scheme, int port) {
    return switch (rule.action()) {
      case RouteAction.Forward forward -> forward(forward);
      case RouteAction.Redirect redirect -> new Effect.Redirect(redirect, scheme, port);
      case RouteAction.Respond respond ->
          new Effect.Respond(
              respond.status(), respond.reason(), null, respond.response(), respond.body());
      case RouteAction.Unmodelled unmodelled -> unknown(List.of(unmodelled.caveat()));
    };
  }

  Effect ofTcp(List<WeightedDestination> destinations) {
    if (destinations.isEmpty()) {
      return new Effect.Unreachable(NO_BACKEND, "no backend has weight, or no route sends it on");
    }
    return shares(destinations, Changes.NONE, Delivery.PLAIN, false);
  }

  /** Envoy's {@code udp_proxy} has no weights, so a share that nobody answers cannot fail alone. */
  Effect ofUdp(List<WeightedDestination> destinations) {
    Effect effect = ofTcp(destinations);
    if (effect instanceof Effect.Forward forward && forward.shares().size() > 1) {
      for (Share share : forward.shares()) {
        if (share.failure() != null) {
          String what = "a share of datagrams that nobody answers, beside others,";
          return unknown(List.of(new Caveat(what + " is not modelled", share.origin())));
        }
      }
    }
    return effect;
  }

  /** Unknown for reasons that nothing but the caveats' own resources can change. */
  Effect unknown(List<Caveat> caveats) {
    return unknown(caveats, "");
  }

  /** Everything at a listener is unknown: whatever is attached to it, or behind it, counts. */
  Effect ofUnmodelled(Listener listener, List<Caveat> caveats) {
    return unknown(caveats, fingerprints.around(listener.origin().resource()));
  }

  private Effect unknown(List<Caveat> caveats, String more) {
    String own =
        caveats.stream()
            .map(caveat -> fingerprints.of(caveat.origin().resource()))
            .distinct()
            .collect(Collectors.joining());
    return new Effect.Unknown(caveats, own + more);
  }

  private Effect forward(RouteAction.Forward forward) {
    if (forward.destinations().isEmpty()) {
      return new Effect.Respond(500, "the rule has no valid backend", null);
    }
    return shares(forward.destinations(), forward.changes(), forward.delivery(), true);
  }

  private Effect shares(
      List<WeightedDestination> destinations, Changes changes, Delivery delivery, boolean http) {
    if (destinations.getFirst().destination() instanceof Destination.Original original
        && original.service() == null) {
      return new Effect.Passthrough();
    }
    double total = destinations.stream().mapToInt(WeightedDestination::weight).sum();
    var shares = new ArrayList<Share>();
    var caveats = new ArrayList<Caveat>();
    boolean single = destinations.size() == 1;
    for (WeightedDestination destination : destinations) {
      double weight = destination.weight() / total;
      Changes all = composed(changes, destination.changes());
      shares.addAll(
          switch (destination.destination()) {
            case Destination.ToService to -> {
              Cluster cluster = mesh.cluster(to);
              caveats.addAll(cluster.caveats());
              var target = target(cluster, to);
              var share = new Share(weight, target, failure(cluster), all, destination.origin());
              yield network == null
                  ? List.of(share)
                  : network.split(share, cluster, delivery, caveats);
            }
            case Destination.Original original -> {
              Protocol spoken = Protocol.UNSAID;
              if (original.service() != null) {
                Cluster cluster = mesh.cluster(original.service());
                caveats.addAll(cluster.caveats());
                spoken = cluster.protocol().spoken(original.version(), gateway);
              }
              var target = Target.original(original.service(), original.tls(), spoken);
              yield List.of(new Share(weight, target, null, all, destination.origin()));
            }
            case Destination.BlackHole _ -> List.of(blackHole(weight, all, destination));
            case Destination.Invalid invalid ->
                List.of(invalid(weight, invalid, all, destination, single));
          });
    }
    List<Copy> copies = copies(delivery.mirrors(), caveats);
    return caveats.isEmpty()
        ? new Effect.Forward(shares, handling(delivery, copies, shares), http)
        : unknown(caveats.stream().distinct().toList(), Fingerprints.of(shares) + copies);
  }

  /** Who gets copies; an invalid destination gets none (HTTPRequestMirrorFilter.backendRef). */
  private List<Copy> copies(List<Mirror> mirrors, List<Caveat> caveats) {
    var copies = new ArrayList<Copy>();
    for (Mirror mirror : mirrors) {
      if (mirror.numerator() > 0 && mirror.destination() instanceof Destination.ToService to) {
        Cluster cluster = mesh.cluster(to);
        caveats.addAll(cluster.caveats());
        var whole = new Copy(mirror.fraction(), target(cluster, to), mirror.origin());
        copies.add(network == null ? whole : network.copied(whole, cluster, caveats));
      }
    }
    return copies;
  }

  /**
   * What a request is hashed by is asked where an endpoint is chosen by it ({@code HashPolicy}).
   */
  private static Effect.Handling handling(
      Delivery delivery, List<Copy> copies, List<Share> shares) {
    boolean hashed =
        shares.stream().anyMatch(share -> share.target().policy().balancing().hashes());
    Retries retries = delivery.retries();
    boolean never = retries == null || retries.attempts() == 0;
    return new Effect.Handling(
        effective(delivery.timeouts()),
        never ? null : retries,
        copies,
        delivery.session(),
        delivery.fault(),
        hashed ? delivery.hash() : List.of());
  }

  private Target target(Cluster cluster, Destination.ToService to) {
    return new Target(
        cluster.service(),
        cluster.service().port(),
        cluster.endpoints(),
        to.tls(),
        false,
        to.subset(),
        to.policy(),
        cluster.protocol().spoken(to.policy().version(), gateway));
  }

  private static Share.@Nullable Failure failure(Cluster cluster) {
    return cluster.endpoints().isEmpty()
        ? new Share.Failure(503, NO_ENDPOINTS, "UH", cluster.service() + " has no endpoints")
        : null;
  }

  private static Share blackHole(double weight, Changes all, WeightedDestination destination) {
    var failure =
        new Share.Failure(503, BLACK_HOLE, "UH", "nobody in the registry has the address");
    return new Share(weight, Target.NOBODY, failure, all, destination.origin());
  }

  /** Alone it is a direct response, without flag; among others a cluster that is not there. */
  private static Share invalid(
      double weight,
      Destination.Invalid invalid,
      Changes changes,
      WeightedDestination destination,
      boolean single) {
    var failure =
        new Share.Failure(invalid.status(), NO_BACKEND, single ? null : "NC", invalid.reason());
    return new Share(weight, Target.NOBODY, failure, changes, destination.origin());
  }

  /** Zero is no limit. */
  private static Timeouts effective(Timeouts limits) {
    return new Timeouts(
        limits.request() == null || limits.request().isZero() ? null : limits.request(),
        limits.backendRequest() == null || limits.backendRequest().isZero()
            ? null
            : limits.backendRequest());
  }

  private static Changes composed(Changes rule, Changes share) {
    return new Changes(
        rule.request().then(share.request()),
        rule.response().then(share.response()),
        share.host() == null ? rule.host() : share.host(),
        share.path() == null ? rule.path() : share.path());
  }
}
