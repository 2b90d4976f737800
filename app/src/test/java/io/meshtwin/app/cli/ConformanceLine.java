package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;

/** A conformance request as a line of {@code simulate}. */
final class ConformanceLine {
  /** Any address: a client outside dials the Gateway by it. */
  private static final String ADDRESS = "192.0.2.10";

  private ConformanceLine() {}

  static ObjectNode of(JsonNode entry) {
    JsonNode request = entry.path("request");
    ObjectNode line = Json.object().put("id", entry.path("id").asText());
    ObjectNode from = from(entry);
    line.set("from", from);
    int port = entry.path(entry.has("to") ? "to" : "from").path("port").asInt();
    line.put("url", scheme(entry) + "://" + ADDRESS + ":" + port + target(request));
    if (request.path("method").isTextual()) {
      line.put("method", request.path("method").asText());
    }
    ObjectNode headers = line.putObject("headers");
    request.path("headers").properties().forEach(h -> headers.set(h.getKey(), h.getValue()));
    if (request.path("host").isTextual()) {
      headers.put("host", request.path("host").asText().replace("${POD_IP}", ADDRESS));
    }
    if (entry.path("protocol").asText().equals("websocket")) {
      headers.put("connection", "Upgrade").put("upgrade", "websocket");
    }
    if (entry.path("tls").path("sni").isTextual()) {
      line.put("sni", entry.path("tls").path("sni").asText());
    }
    String certificate = entry.path("tls").path("clientCertificate").asText("");
    if (certificate.startsWith("Secret ")) {
      from.putObject("clientCertificate").put("secret", certificate.substring("Secret ".length()));
    }
    to(entry.path("to"), line);
    return line;
  }

  private static ObjectNode from(JsonNode entry) {
    JsonNode from = entry.path("from");
    return from.has("gateway")
        ? Json.object()
            .put("gateway", from.path("gateway").asText())
            .put("port", from.path("port").asInt())
        : Json.object().put("workload", workload(from.path("pod")));
  }

  private static void to(JsonNode to, ObjectNode line) {
    if (to.has("service")) {
      line.putObject("to")
          .put("service", to.path("service").asText())
          .put("port", to.path("port").asInt());
    } else if (to.has("pod")) {
      line.putObject("to")
          .put("workload", workload(to.path("pod")))
          .put("port", to.path("port").asInt());
    }
  }

  private static String workload(JsonNode pod) {
    return pod.path("namespace").asText() + "/" + pod.path("deployment").asText();
  }

  private static String scheme(JsonNode entry) {
    return switch (entry.path("protocol").asText()) {
      case "http", "h2c", "websocket" -> "http";
      case String other -> other;
    };
  }

  private static String target(JsonNode request) {
    if (!request.path("path").isTextual()) {
      return "";
    }
    String query = request.path("query").isTextual() ? "?" + request.path("query").asText() : "";
    return uuid(request.path("path").asText() + query);
  }

  static String uuid(String text) {
    return text.replace("{uuid}", "00000000-0000-4000-8000-000000000000");
  }
}
