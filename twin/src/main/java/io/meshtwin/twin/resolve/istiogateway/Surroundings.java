package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the rest of the twin says about a gateway's proxies, and what it cannot say. */
public interface Surroundings {
  /**
   * What touches what a gateway's proxies do at a port and is not modelled.
   *
   * @param cluster where they run
   * @param namespace where they run
   * @param labels theirs
   * @param ports a port that they listen on, and what servers and Services call it
   */
  List<Caveat> atGateway(
      String cluster, String namespace, Map<String, String> labels, Set<Integer> ports);

  /** What an API server would refuse of a resource. */
  List<Caveat> refused(ResourceKey key);

  /** Filter chains behind what policies ask of those who connect. */
  List<FilterChain> behindPolicies(
      String cluster, String namespace, Map<String, String> labels, List<FilterChain> chains);
}
