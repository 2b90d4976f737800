package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Header changes and rewrites, those of the rule first, then those of the backendRef. */
final class SpecFilters {
  /** Nothing is changed. */
  static final SpecFilters NONE = new SpecFilters(List.of());

  /** What every backend answers with, so that a change shows. */
  static final Map<String, List<String>> ANSWERED = Map.of("x-back", List.of("was"));

  private final List<Consumer<Message>> steps;

  private SpecFilters(List<Consumer<Message>> steps) {
    this.steps = List.copyOf(steps);
  }

  /** A request on its way, and the headers of its answer. */
  private static final class Message {
    private String host;
    private String path;
    private final Map<String, List<String>> headers;
    private final Map<String, List<String>> answer = new TreeMap<>(ANSWERED);

    Message(SpecRequest request) {
      host = request.host();
      path = SpecPath.normal(request.path());
      headers = new TreeMap<>(request.headers());
    }
  }

  /** These, and then those of a list of filters. */
  SpecFilters with(SpecMatch match, JsonNode filters) {
    var all = new ArrayList<>(steps);
    for (JsonNode filter : filters) {
      switch (filter.path("type").asText()) {
        case "RequestHeaderModifier" ->
            all.add(message -> change(message.headers, filter.path("requestHeaderModifier")));
        case "ResponseHeaderModifier" ->
            all.add(message -> change(message.answer, filter.path("responseHeaderModifier")));
        case "URLRewrite" -> {
          JsonNode rewrite = filter.path("urlRewrite");
          all.add(message -> {
            message.host = rewrite.path("hostname").asText(message.host);
            message.path = path(match, rewrite.path("path"), message.path);
          });
        }
        default -> {
          // Mirrors, redirects and CORS do not change what the backend receives.
        }
      }
    }
    return new SpecFilters(all);
  }

  /** {@code GET host /path?query {headers} answers {headers}}: what the backend gets and gives. */
  String received(SpecRequest request) {
    var message = new Message(request);
    steps.forEach(step -> step.accept(message));
    String query = request.query() == null ? "" : "?" + request.query();
    return request.method()
        + " "
        + message.host
        + " "
        + message.path
        + query
        + " "
        + joined(message.headers)
        + " answers "
        + joined(message.answer);
  }

  /** Several lines and one line with commas mean the same (RFC 9110, 5.3). */
  private static Map<String, String> joined(Map<String, List<String>> headers) {
    var result = new TreeMap<String, String>();
    headers.forEach((name, values) -> result.put(name, String.join(",", values)));
    return result;
  }

  private static void change(Map<String, List<String>> headers, JsonNode modifier) {
    modifier.path("remove").forEach(name -> headers.remove(lower(name)));
    for (JsonNode set : modifier.path("set")) {
      headers.put(lower(set.path("name")), List.of(set.path("value").asText()));
    }
    for (JsonNode add : modifier.path("add")) {
      var values = new ArrayList<>(headers.getOrDefault(lower(add.path("name")), List.of()));
      values.add(add.path("value").asText());
      headers.put(lower(add.path("name")), values);
    }
  }

  private static String lower(JsonNode name) {
    return name.asText().toLowerCase(Locale.ROOT);
  }

  /** HTTPPathModifier: the whole path, or the matched prefix in whole segments. */
  static String path(SpecMatch match, JsonNode modifier, String path) {
    if (modifier.path("type").asText().equals("ReplaceFullPath")) {
      return modifier.path("replaceFullPath").asText();
    }
    if (!modifier.path("type").asText().equals("ReplacePrefixMatch")) {
      return path;
    }
    String prefix = trimmed(match.match().at("/path/value").asText("/"));
    String rest = path.substring(prefix.length());
    String result = trimmed(modifier.path("replacePrefixMatch").asText()) + rest;
    return result.startsWith("/") ? result : "/" + result;
  }

  private static String trimmed(String path) {
    return path.replaceFirst("/+$", "");
  }
}
