package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares the server's side of a recorded answer, endpoint by endpoint. */
final class InboundAnswer {
  private InboundAnswer() {}

  /** What differs, empty for nothing, and where nothing was recorded. */
  static String difference(JsonNode expected, JsonNode verdict) {
    if (!expected.has("inbound")) {
      return "";
    }
    SortedMap<String, String> recorded = recorded(expected);
    SortedMap<String, String> found = found(verdict);
    return recorded.equals(found)
        ? spoken(expected, verdict)
        : "server side is " + found + ", recorded " + recorded + "; ";
  }

  private static SortedMap<String, String> recorded(JsonNode expected) {
    var result = new TreeMap<String, String>();
    for (JsonNode backend : expected.path("backends")) {
      for (JsonNode name : backend.path("endpoints")) {
        result.put(name.asText(), ofRecord(expected.path("inbound")));
      }
      for (JsonNode inbound : backend.path("inbound")) {
        result.put(inbound.path("endpoint").asText(), ofRecord(inbound));
      }
    }
    return result;
  }

  private static String ofRecord(JsonNode inbound) {
    return words(inbound, inbound.path("rbac").asText(""));
  }

  private static SortedMap<String, String> found(JsonNode verdict) {
    var result = new TreeMap<String, String>();
    for (JsonNode backend : verdict.path("backends")) {
      for (JsonNode name : backend.path("endpoints")) {
        result.put(name.asText(), ofVerdict(verdict.path("inbound")));
      }
      for (JsonNode inbound : backend.path("inbound")) {
        result.put(inbound.path("endpoint").asText(), ofVerdict(inbound));
      }
    }
    return result;
  }

  private static String ofVerdict(JsonNode inbound) {
    String authorization = inbound.path("authorization").asText("");
    return words(inbound, authorization.equals("null") ? "" : authorization);
  }

  private static String words(JsonNode inbound, String authorization) {
    String policy = inbound.path("policy").asText("");
    return inbound.path("mtls").asText()
        + " "
        + inbound.path("accepted").asText()
        + " "
        + authorization
        + " "
        + (policy.equals("null") ? "" : policy);
  }

  /** What the client's proxy speaks; where endpoints differ it is not compared. */
  private static String spoken(JsonNode expected, JsonNode verdict) {
    var wrong = new StringBuilder();
    JsonNode recorded = expected.path("backends");
    for (int i = 0; i < recorded.size() && i < verdict.path("backends").size(); i++) {
      String tls = recorded.get(i).path("tls").asText("mixed");
      String spoken = mode(verdict.path("backends").get(i).path("tls"));
      if (!tls.equals("mixed") && !tls.equals(spoken)) {
        wrong.append("spoken is ").append(spoken).append(", recorded ").append(tls).append("; ");
      }
    }
    return wrong.toString();
  }

  private static String mode(JsonNode tls) {
    return switch (tls.path("mode").asText("none")) {
      case "ISTIO_MUTUAL" -> tls.has("endpoints") ? "mixed" : "istio_mutual";
      case "SIMPLE" -> "simple";
      case "MUTUAL" -> "mutual";
      default -> "none";
    };
  }
}
