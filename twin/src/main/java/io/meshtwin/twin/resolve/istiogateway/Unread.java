package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Caveat;
import java.util.List;
import java.util.Map;

/** What the rest of the twin knows that it cannot say. */
public interface Unread {
  /**
   * What touches all that a gateway's proxies do and is not modelled.
   *
   * @param cluster where they run
   * @param namespace where they run
   * @param labels theirs
   */
  List<Caveat> atGateway(String cluster, String namespace, Map<String, String> labels);

  /** What an API server would refuse of a resource. */
  List<Caveat> refused(ResourceKey key);
}
