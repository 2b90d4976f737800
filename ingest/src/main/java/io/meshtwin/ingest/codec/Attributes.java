package io.meshtwin.ingest.codec;

import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;

/**
 * A CloudEvent of ours, apart from its data.
 *
 * @param id unique in the log
 * @param written what the data is, and in which version
 * @param subject what it is about
 * @param provenance where it comes from
 * @param sealed whether the data is a manifest with a right {@link Seal}
 */
record Attributes(
    String id,
    EventType.Written written,
    ResourceKey subject,
    Provenance provenance,
    boolean sealed) {}
