package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.trace.Explainer;
import org.jspecify.annotations.Nullable;

/**
 * A request of a {@code requests.jsonl}.
 *
 * @param id as it was given, null node without one
 * @param call what is simulated, null when something of it is not modelled
 * @param notModelled what, null when nothing
 */
public record Asked(JsonNode id, @Nullable Call call, @Nullable String notModelled) {
  /** The answer's line. */
  public ObjectNode answer(Simulator simulator) {
    ObjectNode line = Json.object();
    line.set("id", id);
    if (call == null) {
      line.put("verdict", "unknown").put("reason", notModelled);
      return line;
    }
    Decision decision = simulator.decide(call);
    line.setAll(VerdictJson.of(decision.verdict()));
    line.set("trace", VerdictJson.trace(Explainer.trace(decision)));
    return line;
  }

  public static ObjectNode error(@Nullable JsonNode id, String message) {
    ObjectNode line = Json.object();
    line.set("id", id == null ? JsonNodeFactory.instance.nullNode() : id);
    return line.put("error", message);
  }
}
