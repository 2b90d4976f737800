package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client gets of a backend that is slow or fails, by the verdict's time limits and retries:
 * as Envoy's router goes on (a try that is over its time counts as a reset, and is tried again
 * under {@code 5xx}, {@code gateway-error} and {@code reset}).
 */
record ConformanceBackend(JsonNode verdict, JsonNode behaviour) {
  private static final List<String> ON_RESET = List.of("5xx", "gateway-error", "reset");

  /** Before a retry Envoy waits, a random time: at least this. */
  private static final int LEAST_BACKOFF = 1;

  /** The status that the client sees. */
  int status() {
    long limit = millis(verdict.at("/timeouts/request").asText(""));
    long each = millis(verdict.at("/timeouts/backendRequest").asText(""));
    JsonNode failing = behaviour.path("retrySimulation");
    int tries = 1 + verdict.at("/retries/attempts").asInt(0);
    long elapsed = 0;
    int status = 200;
    for (int i = 1; i <= tries; i++) {
      boolean fails = i <= failing.path("failFirstAttempts").asInt(0);
      long takes =
          millis(behaviour.path("delay").asText(""))
              + (fails ? millis(failing.path("delayPerFailure").asText("")) : 0);
      boolean late = each > 0 && takes > each;
      elapsed += (late ? each : takes) + (i > 1 ? LEAST_BACKOFF : 0);
      if (limit > 0 && elapsed > limit) {
        return 504;
      }
      boolean reset = fails && failing.path("failureMode").asText().equals("tcp-reset");
      status = late ? 504 : reset ? 503 : fails ? failing.path("failureStatus").asInt() : 200;
      if (status == 200 || !again(late || reset, status)) {
        return status;
      }
    }
    return status;
  }

  private boolean again(boolean reset, int status) {
    var on = new ArrayList<String>();
    verdict.at("/retries/on").forEach(condition -> on.add(condition.asText()));
    return reset
        ? on.stream().anyMatch(ON_RESET::contains)
        : on.contains(String.valueOf(status)) || (on.contains("5xx") && status >= 500);
  }

  private static long millis(String duration) {
    long total = 0;
    var unit = java.util.regex.Pattern.compile("(\\d+)(ms|s|m|h)").matcher(duration);
    while (unit.find()) {
      long value = Long.parseLong(unit.group(1));
      total +=
          switch (unit.group(2)) {
            case "ms" -> value;
            case "s" -> value * 1000;
            case "m" -> value * 60_000;
            default -> value * 3_600_000;
          };
    }
    return total;
  }
}
