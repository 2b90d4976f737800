package io.meshtwin.testkit.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.testkit.spec.SpecAnswer;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.testkit.spec.SpecRequest.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of a case with what becomes of it.
 *
 * @param request the request
 * @param outcomes how outcomes begin, to their fractions, which sum to 1
 * @param mirrors who gets copies, null where that is not asked
 * @param limits time limits and retries, null where that is not asked
 */
public record Question(
    SpecRequest request,
    SortedMap<String, Double> outcomes,
    @Nullable List<String> mirrors,
    @Nullable String limits) {
  private static final String AT_GATEWAY = "gateway ";
  private static final String UNKNOWN = "unknown:";
  private static final double ROUNDING = 1e-9;

  public Question {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    mirrors = mirrors == null ? null : mirrors.stream().sorted().toList();
  }

  static Question read(JsonNode json) {
    return new Question(
        request(json),
        outcomes(json.path("is")),
        json.has("mirrors") ? texts(json.path("mirrors")) : null,
        json.has("limits") ? json.path("limits").asText() : null);
  }

  private static SpecRequest request(JsonNode json) {
    String to = json.path("to").asText();
    boolean outside = to.startsWith(AT_GATEWAY);
    String dialed = outside ? to.substring(AT_GATEWAY.length()) : to;
    int colon = dialed.lastIndexOf(':');
    String name = dialed.substring(0, colon);
    int slash = name.indexOf('/');
    String own = name.substring(slash + 1) + "." + name.substring(0, slash);
    Protocol protocol = Protocol.valueOf(json.path("protocol").asText("HTTP"));
    boolean grpc = protocol == Protocol.GRPC;
    String target = json.path("path").asText("/");
    int question = target.indexOf('?');
    var headers = new TreeMap<String, List<String>>();
    json.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), texts(header.getValue())));
    if (grpc) {
      headers.put("content-type", List.of("application/grpc"));
    }
    return new SpecRequest(
        protocol,
        outside ? SpecRequest.OUTSIDE : json.path("from").asText(),
        name,
        Integer.parseInt(dialed.substring(colon + 1)),
        hello(json),
        json.path("host").asText(own),
        json.path("method").asText(grpc ? "POST" : "GET"),
        question < 0 ? target : target.substring(0, question),
        question < 0 ? null : target.substring(question + 1),
        headers);
  }

  /** With {@code sni}: what is asked for, and {@code shows} the certificate, nothing without it. */
  private static SpecRequest.@Nullable Hello hello(JsonNode json) {
    if (!json.has("sni")) {
      return null;
    }
    String shown = json.path("shows").asText(SpecRequest.Shown.NOTHING.name());
    return new SpecRequest.Hello(
        json.path("sni").asText(), SpecRequest.Shown.valueOf(shown.toUpperCase(Locale.ROOT)));
  }

  private static SortedMap<String, Double> outcomes(JsonNode is) {
    var result = new TreeMap<String, Double>();
    if (is.isTextual()) {
      result.put(is.asText(), 1.0);
    } else {
      is.properties().forEach(share -> result.put(share.getKey(), share.getValue().asDouble()));
    }
    return result;
  }

  private static List<String> texts(JsonNode json) {
    if (!json.isArray()) {
      return List.of(json.asText());
    }
    var result = new ArrayList<String>();
    json.forEach(item -> result.add(item.asText()));
    return result;
  }

  /** Whether the case says that the answer is not known: there is nothing else to compare. */
  public boolean isUnknown() {
    return outcomes.containsKey(UNKNOWN);
  }

  /** Whether an answer is what the case says. */
  public boolean isAnsweredBy(SpecAnswer answer) {
    if (outcomes.size() != answer.outcomes().size()
        || (mirrors != null && !mirrors.equals(answer.mirrors()))
        || (limits != null && !limits.equals(answer.limits()))) {
      return false;
    }
    return outcomes.entrySet().stream()
        .allMatch(expected ->
            answer.outcomes().entrySet().stream()
                .anyMatch(actual ->
                    begins(actual.getKey(), expected.getKey())
                        && Math.abs(actual.getValue() - expected.getValue()) < ROUNDING));
  }

  /** In whole words: {@code ns/name:80} is no beginning of {@code ns/name:8080}. */
  private static boolean begins(String outcome, String with) {
    String beginning = with.strip();
    return outcome.equals(beginning) || outcome.startsWith(beginning + " ");
  }
}
