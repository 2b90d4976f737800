package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the CRD demands of a CORS filter (HTTPCORSFilter). */
final class CorsRules {
  private static final int MOST = 64;
  private static final int MOST_METHODS = 9;
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*");

  private CorsRules() {}

  static void check(Fields cors) {
    Entries.count(cors, "allowMethods", 0, MOST_METHODS);
    for (String list : List.of("allowOrigins", "allowHeaders", "exposeHeaders")) {
      Entries.count(cors, list, 0, MOST);
    }
    for (String list : List.of("allowOrigins", "allowMethods", "allowHeaders", "exposeHeaders")) {
      Entries.distinct(cors, list);
    }
    for (String list : List.of("allowOrigins", "allowMethods", "allowHeaders")) {
      starAlone(cors, list);
    }
    Form.ORIGIN.checkEach(cors, "allowOrigins");
    Form.HEADER_NAME.checkEach(cors, "allowHeaders");
    Form.HEADER_NAME.checkEach(cors, "exposeHeaders");
    methods(cors);
  }

  private static void methods(Fields cors) {
    JsonNode methods = cors.raw("allowMethods");
    for (int i = 0; i < methods.size(); i++) {
      if (!METHODS.contains(methods.get(i).asText())) {
        cors.invalid("allowMethods[" + i + "]", "must be one of " + String.join(", ", METHODS));
      }
    }
  }

  private static void starAlone(Fields cors, String list) {
    JsonNode entries = cors.raw(list);
    for (JsonNode entry : entries) {
      if (entries.size() > 1 && entry.asText().equals("*")) {
        cors.invalid(list, "must not have * beside other entries");
        return;
      }
    }
  }
}
