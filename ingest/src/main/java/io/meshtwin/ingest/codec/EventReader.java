package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;

/** From a CloudEvent's attributes and data to the event that it carries. */
final class EventReader {
  private EventReader() {}

  static Event read(Attributes attributes, byte[] json) {
    EventType.Written written = attributes.written();
    ResourceKey subject = attributes.subject();
    Provenance provenance = attributes.provenance();
    if (written.type() == EventType.RESOURCE_APPLIED && attributes.sealed()) {
      return new ResourceEvent.Applied(Manifest.stored(subject, json), provenance);
    }
    JsonNode data = Upcasting.toCurrent(written, EventData.parse(json));
    String change = subject.name();
    return switch (written.type()) {
      case RESOURCE_APPLIED -> applied(subject, data, provenance);
      case RESOURCE_DELETED ->
          new ResourceEvent.Deleted(subject, Fields.text(data, "uid"), provenance);
      case WATCH_GAP -> gap(subject, data, provenance);
      case ADOPTED -> new Adopted(provenance);
      case AUDITED -> new Audited(subject, AuditData.read(data), provenance);
      case CHANGE_PROPOSED -> ProposalData.read(change, data, provenance);
      case CHANGE_PREVIEWED ->
          new ChangeEvent.Previewed(change, Fields.digest(data, "plan"), provenance);
      case CHANGE_APPROVED ->
          new ChangeEvent.Approved(change, Fields.digest(data, "plan"), provenance);
      case CHANGE_REJECTED ->
          new ChangeEvent.Rejected(change, Fields.text(data, "reason"), provenance);
      case CHANGE_PUBLISHED -> new ChangeEvent.Published(change, provenance);
      case CHANGE_CONVERGED ->
          new ChangeEvent.Converged(change, Fields.number(data, "proxies"), provenance);
      case CHANGE_ROLLED_BACK ->
          new ChangeEvent.RolledBack(change, Fields.text(data, "reason"), provenance);
    };
  }

  private static Event applied(ResourceKey subject, JsonNode data, Provenance provenance) {
    Manifest manifest = Manifest.of(subject.cluster(), data);
    if (!manifest.key().equals(subject)) {
      throw new UndecodableException("the data is another resource than the subject says");
    }
    return new ResourceEvent.Applied(manifest, provenance);
  }

  private static Event gap(ResourceKey subject, JsonNode data, Provenance provenance) {
    return new WatchGap(
        subject.group(),
        subject.kind(),
        Fields.time(data, "from"),
        Fields.time(data, "until"),
        Fields.text(data, "reason"),
        Fields.number(data, "revealed"),
        provenance);
  }
}
