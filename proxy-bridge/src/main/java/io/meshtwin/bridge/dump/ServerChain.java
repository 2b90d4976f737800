package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HttpReading;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A filter chain before a workload: who it takes, and what is asked before the workload gets it.
 *
 * @param match which connections
 * @param mutual what is asked of certificates of the mesh; null where no TLS of the mesh ends here
 * @param handler what is done with them
 * @param access what they pass before
 * @param origin where the chain stands
 */
record ServerChain(
    ChainMatch match,
    @Nullable MutualTls mutual,
    Handler handler,
    List<AccessFilter> access,
    Origin origin) {
  private static final Destination NOWHERE = new Destination.Invalid(500, "no destination");

  /**
   * How requests are read; null where none are. The one host is every host, its one route asks for
   * no header, and upgrades are told among filters.
   */
  @Nullable HttpReading reading() {
    return handler instanceof Handler.Http http
        ? new HttpReading(
            http.reading().normalises(),
            http.reading().mergesSlashes(),
            http.reading().keepsEscapedSlashes(),
            HttpReading.USUAL.joinsValues(),
            HttpReading.USUAL.ignoresPort(),
            HttpReading.USUAL.upgradesWebSockets(),
            http.reading().trustedHops())
        : null;
  }

  /** Where it leads; the status 500 of nowhere where several places, or none, are named. */
  Destination destination() {
    List<WeightedDestination> all =
        switch (handler) {
          case Handler.Tcp tcp -> tcp.destinations();
          case Handler.Http http -> first(http).destinations();
          case Handler.Udp _, Handler.Unmodelled _ -> List.of();
        };
    return all.size() == 1 ? all.getFirst().destination() : NOWHERE;
  }

  private static RouteAction.Forward first(Handler.Http http) {
    return http.hosts().stream()
        .flatMap(host -> host.rules().stream())
        .limit(1)
        .map(RouteRule::action)
        .filter(RouteAction.Forward.class::isInstance)
        .map(RouteAction.Forward.class::cast)
        .findFirst()
        .orElse(new RouteAction.Forward(List.of(), Changes.NONE, Delivery.PLAIN));
  }

  /**
   * The chain as a port has it.
   *
   * @param tls whether it stands for connections that open TLS
   * @param protocols what they must say
   * @param own whether a destination is the workload itself
   */
  Inbound.Chain chain(boolean tls, List<String> protocols, Predicate<Destination> own) {
    String name = tls ? "tls" : "plain";
    boolean http = handler instanceof Handler.Http;
    return new Inbound.Chain(name, tls, protocols, mutual != null, http, filters(own));
  }

  private List<AccessFilter> filters(Predicate<Destination> own) {
    var filters = new ArrayList<AccessFilter>(access);
    switch (handler) {
      case Handler.Unmodelled unmodelled ->
          filters.addFirst(
              new AccessFilter.Unmodelled(AccessCondition.ALWAYS, unmodelled.caveats()));
      case Handler.Tcp tcp -> bytes(tcp, own, filters);
      case Handler.Http http -> requests(http, own, filters);
      case Handler.Udp _ -> filters.addFirst(unknown("datagrams to a workload"));
    }
    return filters;
  }

  private void bytes(Handler.Tcp tcp, Predicate<Destination> own, List<AccessFilter> filters) {
    if (tcp.destinations().size() != 1) {
      filters.addFirst(unknown("connections to a workload that are shared out"));
      return;
    }
    Destination to = destination();
    boolean nowhere = to instanceof Destination.BlackHole || to instanceof Destination.Invalid;
    if (nowhere) {
      filters.addFirst(new AccessFilter.Closed(origin));
    } else if (!own.test(to)) {
      filters.add(unknown("a cluster that is not the workload itself"));
    }
  }

  /** Requests are let in by one route that takes them all; anything else is not known. */
  private void requests(Handler.Http http, Predicate<Destination> own, List<AccessFilter> filters) {
    if (!http.reading().upgradesWebSockets()) {
      var upgrades = new AccessCondition.Header("upgrade", StringMatch.PRESENT);
      filters.add(unknown(upgrades, "an upgrade that the proxy does not let through"));
    }
    List<VirtualHost> hosts = http.hosts();
    boolean one = hosts.size() == 1 && hosts.getFirst().domains().equals(List.of("*"));
    if (!one || hosts.getFirst().rules().isEmpty()) {
      filters.add(unknown("virtual hosts before a workload"));
      return;
    }
    RouteRule first = hosts.getFirst().rules().getFirst();
    if (first.action() instanceof RouteAction.Unmodelled unmodelled) {
      var caveats = List.of(unmodelled.caveat());
      filters.add(new AccessFilter.Unmodelled(AccessCondition.ALWAYS, caveats));
    } else if (!first.match().equals(RouteMatch.ANY) || !isPlain(first, own)) {
      filters.add(unknown("what the route " + first.name() + " does before a workload"));
    }
  }

  private static boolean isPlain(RouteRule rule, Predicate<Destination> own) {
    return rule.cors() == null
        && rule.action() instanceof RouteAction.Forward forward
        && forward.destinations().size() == 1
        && own.test(forward.destinations().getFirst().destination())
        && forward.destinations().getFirst().changes().equals(Changes.NONE)
        && isPlain(forward.delivery());
  }

  /** Limits in time and retries let nobody in. */
  private static boolean isPlain(Delivery delivery) {
    return delivery.fault() == null && delivery.session() == null && delivery.mirrors().isEmpty();
  }

  private AccessFilter unknown(String what) {
    return unknown(AccessCondition.ALWAYS, what);
  }

  private AccessFilter unknown(AccessCondition when, String what) {
    String words = "%s (%s) is not modelled".formatted(what, origin.field());
    return new AccessFilter.Unmodelled(when, List.of(new Caveat(words, origin)));
  }
}
