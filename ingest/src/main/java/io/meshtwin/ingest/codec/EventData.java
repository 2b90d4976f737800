package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.WatchGap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON data of each event. A resource's is the manifest itself, so that any consumer reads it.
 */
final class EventData {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private EventData() {}

  static byte[] write(Event event) {
    return switch (event) {
      case ResourceEvent.Applied applied -> applied.manifest().bytes();
      case ResourceEvent.Deleted deleted -> bytes(object().put("uid", deleted.uid()));
      case WatchGap gap ->
          bytes(
              object()
                  .put("from", gap.from().toString())
                  .put("until", gap.until().toString())
                  .put("reason", gap.reason())
                  .put("revealed", gap.revealed()));
      case Adopted adopted -> bytes(object());
      case Audited audited -> bytes(AuditData.write(audited.request()));
      case ChangeEvent.Proposed proposed -> bytes(ProposalData.write(proposed));
      case ChangeEvent.Previewed previewed ->
          bytes(object().put("plan", previewed.plan().toString()));
      case ChangeEvent.Approved approved -> bytes(object().put("plan", approved.plan().toString()));
      case ChangeEvent.Rejected rejected -> bytes(object().put("reason", rejected.reason()));
      case ChangeEvent.Published published -> bytes(object());
      case ChangeEvent.Converged converged -> bytes(object().put("proxies", converged.proxies()));
      case ChangeEvent.RolledBack back -> bytes(object().put("reason", back.reason()));
    };
  }

  static JsonNode parse(byte[] data) {
    try {
      JsonNode tree = MAPPER.readTree(data);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      // The parser's own message may quote the data.
      throw new UndecodableException(
          "the data is no JSON from line %d, column %d on"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
    throw new UndecodableException("the data is no JSON object");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static byte[] bytes(ObjectNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }
}
