package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The headers of an answer, by lower-case name. */
final class ConformanceHeaders {
  private ConformanceHeaders() {}

  static Map<String, String> of(JsonNode entry, JsonNode verdict) {
    var headers = new TreeMap<String, String>();
    if (verdict.path("verdict").asText().equals("forwarded")) {
      entry
          .path("request")
          .path("backendSetResponseHeaders")
          .properties()
          .forEach(h -> headers.put(lower(h.getKey()), h.getValue().asText()));
    }
    JsonNode own = verdict.path("backends").path(0).path("response");
    JsonNode changes = own.isObject() ? own : verdict.path("response");
    changes.path("remove").forEach(name -> headers.remove(lower(name.asText())));
    changes
        .path("set")
        .properties()
        .forEach(h -> headers.put(lower(h.getKey()), h.getValue().asText()));
    changes
        .path("add")
        .properties()
        .forEach(
            h -> headers.merge(lower(h.getKey()), h.getValue().asText(), (a, b) -> a + "," + b));
    return headers;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
