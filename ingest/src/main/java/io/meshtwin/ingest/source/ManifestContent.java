package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.ReadError;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.finding.Finding;
import java.util.List;

/**
 * What manifests in files amount to.
 *
 * @param events one for each resource, in reading order; of two with one key the later
 * @param errors what could not be read; a run with one of these is refused
 * @param findings resources and fields that stand twice
 * @param notes sentences for the user about what was passed over: files without objects, files that
 *     are not manifests
 */
public record ManifestContent(
    List<ResourceEvent.Applied> events,
    List<ReadError> errors,
    List<Finding> findings,
    List<String> notes) {
  public ManifestContent {
    events = List.copyOf(events);
    errors = List.copyOf(errors);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }
}
