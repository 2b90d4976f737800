package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Why what a port of a proxy does is not known. */
final class GatewayLimits {
  private final Surroundings unread;

  GatewayLimits(Surroundings unread) {
    this.unread = unread;
  }

  List<Caveat> of(
      GatewayProxy proxy, int port, List<ServedServer> servers, List<FilterChain> chains) {
    Set<Integer> ports = new HashSet<>(Set.of(port));
    servers.forEach(served -> ports.add(served.server().port()));
    var result =
        new ArrayList<>(
            unread.atGateway(proxy.cluster(), proxy.namespace(), proxy.labels(), ports));
    servers.stream()
        .map(served -> served.gateway().key())
        .distinct()
        .forEach(gateway -> result.addAll(unread.refused(gateway)));
    for (ServedServer served : servers) {
      if (proxy.ambiguous().contains(served.server().port())) {
        result.add(
            new Caveat(
                "port %d, which Services of the proxies lead to different ports,"
                        .formatted(served.server().port())
                    + " is not modelled",
                served.origin()));
      }
    }
    twice(chains)
        .forEach(origin ->
            result.add(
                new Caveat(
                    "two filter chains of port %d take the same connections, so that Envoy refuses"
                            .formatted(port)
                        + " the listener and keeps what it had",
                    origin)));
    return result;
  }

  /** Chains that Envoy cannot tell apart ({@code ListenerManagerImpl}: overlapping matches). */
  private static List<Origin> twice(List<FilterChain> chains) {
    Set<String> seen = new HashSet<>();
    var result = new ArrayList<Origin>();
    for (FilterChain chain : chains) {
      List<String> names =
          switch (chain.transport()) {
            case Transport.Any _, Transport.PlainHttp _ -> List.of("*");
            case Transport.Passthrough tls -> tls.serverNames();
            case Transport.Terminated tls -> tls.serverNames();
          };
      boolean again = false;
      for (String name : names) {
        again |= !seen.add(name);
      }
      if (again) {
        result.add(chain.origin());
      }
    }
    return result;
  }
}
