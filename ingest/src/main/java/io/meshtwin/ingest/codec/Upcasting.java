package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.WatchGap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Data of earlier versions as the current version would have written it, so that nothing else knows
 * that there were others. Each step takes one version to the next; none is ever taken away, since a
 * log keeps what it holds.
 */
final class Upcasting {
  /** For each type the step from version 1, then from 2, and so on. */
  private static final Map<EventType, List<UnaryOperator<JsonNode>>> STEPS =
      Map.of(
          EventType.RESOURCE_DELETED, List.of(Upcasting::deletedWithoutUid),
          EventType.WATCH_GAP, List.of(Upcasting::gapWithoutCount));

  private Upcasting() {}

  static JsonNode toCurrent(EventType.Written written, JsonNode data) {
    List<UnaryOperator<JsonNode>> steps = STEPS.getOrDefault(written.type(), List.of());
    JsonNode current = data;
    for (int version = written.version(); version < written.type().version(); version++) {
      current = steps.get(version - 1).apply(current);
    }
    return current;
  }

  /** Version 1 did not say which object of the name was deleted. */
  private static JsonNode deletedWithoutUid(JsonNode data) {
    return ((ObjectNode) data.deepCopy()).put("uid", "");
  }

  /** Version 1 did not say how many events the listing revealed. */
  private static JsonNode gapWithoutCount(JsonNode data) {
    return ((ObjectNode) data.deepCopy()).put("revealed", WatchGap.UNCOUNTED);
  }
}
