package io.meshtwin.twin.image;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.resource.Resource;
import java.util.List;

/**
 * A resource as an image holds it.
 *
 * @param resource the resource
 * @param findings of reading it
 * @param digest of its manifest
 * @param provenance of the event that made it so
 */
public record ResourceState(
    Resource resource, List<Finding> findings, Digest digest, Provenance provenance) {
  public ResourceState {
    findings = List.copyOf(findings);
  }
}
