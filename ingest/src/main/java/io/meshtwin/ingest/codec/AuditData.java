package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.Audited;

/** The data of an audited request. Its user and time are attributes, as of every event. */
final class AuditData {
  private AuditData() {}

  static ObjectNode write(Audited.Request request) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("auditID", request.id())
        .put("verb", request.verb())
        .put("address", request.address())
        .put("agent", request.agent())
        .put("impersonator", request.impersonator())
        .put("decision", request.decision())
        .put("uid", request.uid());
  }

  static Audited.Request read(JsonNode data) {
    return new Audited.Request(
        Fields.text(data, "auditID"),
        Fields.text(data, "verb"),
        Fields.text(data, "address"),
        Fields.text(data, "agent"),
        Fields.text(data, "impersonator"),
        Fields.text(data, "decision"),
        Fields.text(data, "uid"));
  }
}
