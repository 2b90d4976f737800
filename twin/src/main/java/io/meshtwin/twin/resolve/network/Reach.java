package io.meshtwin.twin.resolve.network;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Endpoint;
import java.util.List;

/**
 * What of a Service's endpoints a client reaches.
 *
 * @param open those that it reaches
 * @param closed those to which its connections get no answer
 * @param words which policies close them, empty where none is closed
 * @param unknown why it cannot be known of the others, which are in neither list
 */
public record Reach(
    List<Endpoint> open, List<Endpoint> closed, String words, List<Caveat> unknown) {
  public Reach {
    open = List.copyOf(open);
    closed = List.copyOf(closed);
    unknown = List.copyOf(unknown);
  }

  static Reach all(List<Endpoint> endpoints) {
    return new Reach(endpoints, List.of(), "", List.of());
  }
}
