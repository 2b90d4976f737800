package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.ResourceEvent;
import java.util.List;

/**
 * What a cluster holds, listed once.
 *
 * @param events one for each object, in the order of their keys
 * @param errors sentences about kinds that could not be listed: without them an answer may be wrong
 * @param notes sentences about kinds that the cluster does not serve
 */
public record ClusterListing(
    List<ResourceEvent.Applied> events, List<String> errors, List<String> notes) {
  public ClusterListing {
    events = List.copyOf(events);
    errors = List.copyOf(errors);
    notes = List.copyOf(notes);
  }
}
