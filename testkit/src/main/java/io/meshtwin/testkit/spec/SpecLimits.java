package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time limits and retries of a rule, in words. */
final class SpecLimits {
  private static final Pattern PART = Pattern.compile("([0-9]{1,5})(h|ms|m|s)");

  private SpecLimits() {}

  /** {@code request 1500 ms, backend 200 ms, 2 retries on 500 503}; zero is no limit. */
  static String of(JsonNode rule) {
    var parts = new ArrayList<String>();
    long request = millis(rule.at("/timeouts/request").asText("0s"));
    long backend = millis(rule.at("/timeouts/backendRequest").asText("0s"));
    if (request > 0) {
      parts.add("request " + request + " ms");
    }
    if (backend > 0) {
      parts.add("backend " + backend + " ms");
    }
    JsonNode retry = rule.path("retry");
    if (retry.path("attempts").asInt(0) > 0) {
      var codes = new ArrayList<String>();
      retry.path("codes").forEach(code -> codes.add(code.asText()));
      codes.sort(null);
      parts.add(retry.path("attempts").asInt() + " retries on " + String.join(" ", codes));
    }
    return String.join(", ", parts);
  }

  /** Whether a limit is over before some milliseconds are. */
  static boolean within(JsonNode rule, long milliseconds) {
    long request = millis(rule.at("/timeouts/request").asText("0s"));
    long backend = millis(rule.at("/timeouts/backendRequest").asText("0s"));
    return (request > 0 && request < milliseconds) || (backend > 0 && backend < milliseconds);
  }

  /** GEP-2257: Go's durations without signs and fractions. */
  private static long millis(String duration) {
    Matcher part = PART.matcher(duration);
    long sum = 0;
    while (part.find()) {
      long number = Long.parseLong(part.group(1));
      sum +=
          switch (part.group(2)) {
            case "h" -> number * 3_600_000;
            case "m" -> number * 60_000;
            case "s" -> number * 1000;
            default -> number;
          };
    }
    return sum;
  }
}
