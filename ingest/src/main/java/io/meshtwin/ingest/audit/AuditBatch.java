package io.meshtwin.ingest.audit;

import io.meshtwin.twin.event.Audited;
import java.util.List;

/**
 * What a call of the webhook brought.
 *
 * @param events the requests that were granted and may have changed a resource of the mesh
 * @param passedOver how many others there were: reads, refusals, dry runs, other kinds
 */
public record AuditBatch(List<Audited> events, int passedOver) {
  public AuditBatch {
    events = List.copyOf(events);
  }

  /** The same, sent by the API server of this cluster. */
  public AuditBatch seenIn(String cluster) {
    return new AuditBatch(
        events.stream()
            .map(event -> new Audited(event.key(), event.request(), event.provenance().in(cluster)))
            .toList(),
        passedOver);
  }
}
