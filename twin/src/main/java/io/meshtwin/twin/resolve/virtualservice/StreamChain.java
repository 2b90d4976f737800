package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.List;

/**
 * What is done with some connections.
 *
 * @param serverNames names that the client asks for (SNI); empty for connections without TLS
 * @param subnets addresses dialed, empty for those of the Service
 * @param destinations by weight
 * @param caveats what decides where they go, and is not modelled
 * @param origin the match, or the rule without one
 */
public record StreamChain(
    List<String> serverNames,
    List<String> subnets,
    List<WeightedDestination> destinations,
    List<Caveat> caveats,
    Origin origin) {
  public StreamChain {
    serverNames = List.copyOf(serverNames);
    subnets = List.copyOf(subnets);
    destinations = List.copyOf(destinations);
    caveats = List.copyOf(caveats);
  }
}
