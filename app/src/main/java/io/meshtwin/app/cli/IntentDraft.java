package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.Url;
import io.meshtwin.app.json.WitnessJson;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Intents that say what a mesh does today: one request for each class that rules tell apart. */
final class IntentDraft {
  private final ArrayNode intents = Json.array();
  private int unknown;

  private IntentDraft() {}

  /**
   * Drafts.
   *
   * @param all the preview of the mesh against an empty one: its classes are all that there are
   */
  static IntentDraft of(Preview all) {
    var draft = new IntentDraft();
    all.differences()
        .forEach(difference -> {
          if (difference.outcome() instanceof Outcome.Changed changed) {
            draft.add(changed.witness(), changed.after());
          } else {
            draft.unknown++;
          }
        });
    return draft;
  }

  /** Classes of which nothing can be said. */
  int unknown() {
    return unknown;
  }

  int size() {
    return intents.size();
  }

  String yaml() {
    try {
      return new YAMLMapper().writeValueAsString(Json.object().set("intents", intents));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written as YAML", e);
    }
  }

  private void add(Call call, Verdict verdict) {
    List<String> expected = expected(verdict);
    unknown += expected.isEmpty() ? 1 : 0;
    ObjectNode request = WitnessJson.of(call);
    expected.forEach(words -> intents.add(intent(request, words)));
  }

  /** A sentence where one can say it; otherwise the request and what is expected. */
  private static JsonNode intent(ObjectNode request, String expected) {
    JsonNode from = request.path("from");
    var sentence = new StringBuilder();
    if (request.has("method")) {
      sentence.append(request.path("method").asText()).append(' ');
    }
    sentence.append(request.path("url").asText()).append(" from ");
    sentence.append(
        from.has("gateway")
            ? "gateway " + from.path("gateway").asText()
            : from.path("workload").asText());
    var headers = new ArrayList<String>();
    request
        .path("headers")
        .properties()
        .forEach(h -> headers.add(h.getKey() + ": " + h.getValue().asText()));
    if (!headers.isEmpty()) {
      sentence.append(" with ").append(String.join(", ", headers));
    }
    sentence.append(' ').append(expected);
    String text = sentence.toString();
    try {
      ObjectNode read = IntentReader.sentence(text).request();
      if (read.equals(bare(request))) {
        return Json.array().add(text).get(0);
      }
    } catch (IllegalArgumentException e) {
      // Something of it no sentence can say.
    }
    return Json.object().put("expect", expected).set("request", request);
  }

  /** Without what a sentence leaves out because it says nothing. */
  private static ObjectNode bare(ObjectNode request) {
    ObjectNode bare = request.deepCopy();
    if (bare.path("headers").isEmpty()) {
      bare.remove("headers");
    }
    if (bare.path("from") instanceof ObjectNode from
        && from.path("port").asInt() == Url.parse(bare.path("url").asText()).port()) {
      from.remove("port");
    }
    return bare;
  }

  private static List<String> expected(Verdict verdict) {
    return switch (verdict.kind()) {
      case FORWARDED -> forwarded(verdict);
      case PASSTHROUGH -> List.of("is forwarded");
      case REDIRECTED -> List.of("is redirected to " + verdict.location());
      case RESPONDED ->
          verdict.status() == null
              ? List.of("is not forwarded")
              : List.of("is " + verdict.status());
      case UNREACHABLE -> List.of("is unreachable");
      case REJECTED -> List.of("is rejected");
      case UNKNOWN -> List.of();
    };
  }

  private static List<String> forwarded(Verdict verdict) {
    Map<String, Double> services = new TreeMap<>();
    double elsewhere = 0;
    for (Share share : verdict.shares()) {
      if (share.failure() == null && share.service() != null) {
        services.merge(share.service().display(), share.weight(), Double::sum);
      } else {
        elsewhere += share.weight();
      }
    }
    if (services.isEmpty()) {
      return List.of("is forwarded");
    }
    boolean alone = services.size() == 1 && elsewhere == 0;
    return services.entrySet().stream()
        .map(to -> "goes to " + to.getKey() + (alone ? "" : atLeast(to.getValue())))
        .toList();
  }

  private static String atLeast(double fraction) {
    return String.format(Locale.ROOT, " at least %s%%", Math.floor(fraction * 10_000) / 100);
  }
}
