package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.Url;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares a recorded answer of istiod and Envoy with a verdict, as the recording explains. */
final class IstiodAnswer {
  private static final Set<String> NOT_TAKEN =
      Set.of("no_listener", "no_filter_chain", "protocol_error", "tls_required");

  private final JsonNode request;
  private final JsonNode expected;
  private final JsonNode verdict;

  private IstiodAnswer(JsonNode request, JsonNode expected, JsonNode verdict) {
    this.request = request;
    this.expected = expected;
    this.verdict = verdict;
  }

  /** What differs, empty for nothing. */
  static String difference(JsonNode request, JsonNode expected, JsonNode verdict) {
    return new IstiodAnswer(request, expected, verdict).difference();
  }

  private String difference() {
    if (verdict.path("verdict").asText().equals("unknown")) {
      return "unknown: " + verdict.path("reason").asText();
    }
    if (!NOT_TAKEN.contains(reason()) || !text("verdict").equals("rejected")) {
      if (reason().equals("no_endpoints") && expected.path("backends").size() > 1) {
        // Every share fails, each in its own way.
        String served = Set.of("responded", "unreachable").contains(kind()) ? "" : kind();
        return served + differ("shares", expectedBackends(), backends());
      }
      String outcome =
          differ("outcome", expectedOutcome(), outcome())
              + (text("verdict").equals("responded")
                  ? differ("body", text("body"), verdict.path("body").asText(""))
                  : "");
      if (!outcome.isEmpty()) {
        return outcome;
      }
      return (outcome().equals("forwarded") ? forwarded() : "")
          + InboundAnswer.difference(expected, verdict);
    }
    return Set.of("rejected", "unreachable").contains(verdict.path("verdict").asText())
        ? ""
        : "not taken (" + reason() + ") but " + outcome();
  }

  private String expectedOutcome() {
    boolean http = http();
    return switch (text("verdict")) {
      case "forwarded" ->
          !reason().equals("no_endpoints") ? "forwarded" : http ? "503" : "no_endpoints";
      case "redirected" ->
          expected.at("/redirect/status").asText()
              + " "
              + expected.at("/redirect/location").asText();
      case "responded" -> text("status");
      case "rejected" ->
          switch (reason()) {
            case "no_route", "no_virtual_host" -> "404";
            case "cluster_not_found" -> http ? expected.path("status").asText("500") : "no_backend";
            default -> "rejected";
          };
      case "blackhole" -> reason().equals("block_all") ? "502" : "blackhole";
      default -> text("verdict");
    };
  }

  private String kind() {
    return verdict.path("verdict").asText();
  }

  private String outcome() {
    String kind = kind();
    return switch (kind) {
      case "responded" -> verdict.path("status").asText();
      case "redirected" ->
          verdict.path("status").asText() + " " + verdict.path("location").asText();
      case "unreachable" -> verdict.path("reason").asText();
      // Outside the family security a recording ends at the client's side: what servers' proxies
      // make of a request is not in it.
      case "rejected" -> expected.has("inbound") || !arrived() ? kind : "forwarded";
      default -> kind;
    };
  }

  /** Whether the request came to an endpoint's own proxy. */
  private boolean arrived() {
    return !verdict.path("backends").isEmpty() && !verdict.path("inbound").isNull();
  }

  private String forwarded() {
    return differ("backends", expectedBackends(), backends())
        + differ("path and host", expectedTarget(), target())
        + headers("requestHeaders", verdict.path("request").path("headers"))
        + responseHeaders()
        + differ("timeout", text("timeout"), seconds("request"))
        + differ("retries", expectedRetries(), retries())
        + differ("mirrors", expectedMirrors(), mirrors())
        + differ("fault", expectedFault(), fault())
        + differ("hash", names(expected.path("hash")), names(verdict.path("hash")));
  }

  /** Share and endpoints by Service port, or by the status that the share gets. */
  private SortedMap<String, String> expectedBackends() {
    double total = 0;
    for (JsonNode backend : expected.path("backends")) {
      total += backend.path("weight").asDouble();
    }
    var shares = new TreeMap<String, Double>();
    var endpoints = new TreeMap<String, String>();
    for (JsonNode backend : expected.path("backends")) {
      boolean missing = backend.path("missing").asBoolean();
      boolean nobody = backend.path("endpoints").isEmpty() && !backend.has("originalDst");
      String status = backend.path("status").asText(expected.path("status").asText("500"));
      String key = missing ? failed(status) : nobody ? failed("503") : service(backend);
      shares.merge(key, backend.path("weight").asDouble() / total, Double::sum);
      endpoints.put(key, missing || nobody ? "" : names(backend.path("endpoints")));
    }
    return rounded(shares, endpoints);
  }

  private SortedMap<String, String> backends() {
    var shares = new TreeMap<String, Double>();
    var endpoints = new TreeMap<String, String>();
    for (JsonNode backend : verdict.path("backends")) {
      String key =
          backend.has("endpoints") ? service(backend) : failed(backend.path("status").asText());
      shares.merge(key, backend.path("weight").asDouble(), Double::sum);
      endpoints.put(key, backend.has("endpoints") ? names(backend.path("endpoints")) : "");
    }
    return rounded(shares, endpoints);
  }

  private String failed(String status) {
    return http() ? status : "fails";
  }

  private static SortedMap<String, String> rounded(
      Map<String, Double> shares, Map<String, String> endpoints) {
    var result = new TreeMap<String, String>();
    shares.forEach((key, share) ->
        result.put(key, String.format(Locale.ROOT, "%.3f", share) + " " + endpoints.get(key)));
    return result;
  }

  private static String service(JsonNode backend) {
    String subset = backend.path("subset").asText("").replace("null", "");
    return backend.path("service").asText()
        + ":"
        + backend.path("port").asText()
        + (subset.isEmpty() ? "" : " subset " + subset)
        + (backend.path("originalDst").asBoolean() ? " as dialed" : "");
  }

  private static String names(JsonNode list) {
    SortedSet<String> names = new TreeSet<>();
    list.forEach(name -> names.add(name.asText()));
    return names.toString();
  }

  private String expectedTarget() {
    if (!http()) {
      return "";
    }
    JsonNode rewrite = expected.path("rewrite");
    Url url = Url.parse(request.path("url").asText());
    String query = url.query() == null ? "" : "?" + url.query();
    String host = header(request.path("headers"), "host");
    return rewrite.path("path").asText(url.path() + query)
        + " "
        + rewrite.path("host").asText(host == null ? url.authority() : host);
  }

  private String target() {
    JsonNode received = verdict.path("request");
    return http() ? received.path("path").asText() + " " + received.path("host").asText() : "";
  }

  private String headers(String field, JsonNode received) {
    var wrong = new StringBuilder(changed(expected.path(field), received));
    for (JsonNode backend : expected.path("backends")) {
      if (!backend.path("missing").asBoolean()) {
        wrong.append(ofShare(field, backend));
      }
    }
    return wrong.toString();
  }

  /** Of several shares of one Service one receives what is recorded. */
  private String ofShare(String field, JsonNode backend) {
    SortedSet<String> closest = new TreeSet<>();
    for (JsonNode own : verdict.path("backends")) {
      boolean same = service(own).equals(service(backend));
      if (same && own.has("request")) {
        closest.add(changed(backend.path(field), own.path("request").path("headers")));
      }
    }
    return closest.isEmpty() || closest.contains("") ? "" : closest.first();
  }

  private static String changed(JsonNode changes, JsonNode received) {
    var wrong = new StringBuilder();
    changes
        .path("set")
        .properties()
        .forEach(set -> {
          if (!set.getKey().startsWith(":")) {
            String value = String.valueOf(header(received, set.getKey()));
            wrong.append(differ("header " + set.getKey(), set.getValue().asText(), value));
          }
        });
    changes
        .path("add")
        .properties()
        .forEach(add -> {
          String value = String.valueOf(header(received, add.getKey()));
          if (!value.endsWith(add.getValue().asText())) {
            wrong.append(differ("added " + add.getKey(), add.getValue().asText(), value));
          }
        });
    for (JsonNode removed : changes.path("remove")) {
      if (header(received, removed.asText()) != null) {
        wrong.append("header ").append(removed.asText()).append(" is not removed; ");
      }
    }
    return wrong.toString();
  }

  /** The value of a header, several joined; null where it is absent. */
  private static @org.jspecify.annotations.Nullable String header(JsonNode headers, String name) {
    for (var entry : headers.properties()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        JsonNode value = entry.getValue();
        var joined = new TreeMap<Integer, String>();
        for (int i = 0; i < value.size(); i++) {
          joined.put(i, value.get(i).asText());
        }
        return value.isArray() ? String.join(",", joined.values()) : value.asText();
      }
    }
    return null;
  }

  private String responseHeaders() {
    JsonNode response = verdict.path("response");
    JsonNode changes = expected.path("responseHeaders");
    return differ("response set", lower(changes.path("set")), lower(response.path("set")))
        + differ("response add", lower(changes.path("add")), lower(response.path("add")))
        + differ(
            "response remove",
            lowerNames(changes.path("remove")),
            lowerNames(response.path("remove")));
  }

  private static String lower(JsonNode named) {
    var result = new TreeMap<String, String>();
    named
        .properties()
        .forEach(e -> result.put(e.getKey().toLowerCase(Locale.ROOT), e.getValue().asText()));
    return result.toString();
  }

  private static String lowerNames(JsonNode names) {
    return names(names).toLowerCase(Locale.ROOT);
  }

  private String seconds(String field) {
    return verdict.path("timeouts").path(field).asText("").replace("null", "");
  }

  private String expectedRetries() {
    JsonNode retries = expected.path("retries");
    if (retries.isMissingNode() || !http()) {
      return "";
    }
    SortedSet<String> on = new TreeSet<>(Set.of(retries.path("on").asText().split(",")));
    on.remove("retriable-status-codes");
    retries.path("codes").forEach(code -> on.add(code.asText()));
    return retries.path("attempts").asText()
        + " "
        + on
        + " "
        + retries.path("perTryTimeout").asText("");
  }

  private String retries() {
    JsonNode retries = verdict.path("retries");
    return retries.isObject() && http()
        ? retries.path("attempts").asText()
            + " "
            + names(retries.path("on"))
            + " "
            + seconds("backendRequest")
        : "";
  }

  private String expectedMirrors() {
    SortedSet<String> mirrors = new TreeSet<>();
    for (JsonNode mirror : expected.path("mirrors")) {
      if (!mirror.path("missing").asBoolean()) {
        double fraction = mirror.path("percent").asDouble(100) / 100;
        mirrors.add(service(mirror) + String.format(Locale.ROOT, " %.4f", fraction));
      }
    }
    return mirrors.toString();
  }

  private String mirrors() {
    SortedSet<String> mirrors = new TreeSet<>();
    for (JsonNode mirror : verdict.path("mirrors")) {
      if (mirror.path("service").isTextual()) {
        double fraction = mirror.path("fraction").asDouble();
        mirrors.add(service(mirror) + String.format(Locale.ROOT, " %.4f", fraction));
      }
    }
    return mirrors.toString();
  }

  private String expectedFault() {
    JsonNode fault = expected.path("fault");
    return fault.path("delay").asText("")
        + percent(fault.path("delayPercent").asDouble(0) / 100)
        + fault.path("abortStatus").asText("")
        + percent(fault.path("abortPercent").asDouble(0) / 100);
  }

  private String fault() {
    JsonNode fault = verdict.path("fault");
    return fault.path("delay").asText("")
        + percent(fault.path("delayFraction").asDouble(0))
        + fault.path("abortStatus").asText("").replace("null", "")
        + percent(fault.path("abortFraction").asDouble(0));
  }

  private static String percent(double fraction) {
    return fraction == 0 ? "" : String.format(Locale.ROOT, " %.4f ", fraction);
  }

  private boolean http() {
    String url = request.path("url").asText();
    return url.startsWith("http") || url.startsWith("grpc");
  }

  private String reason() {
    return text("reason");
  }

  private String text(String field) {
    return expected.path(field).asText("");
  }

  private static String differ(String what, Object expected, Object found) {
    return expected.equals(found) ? "" : what + " is " + found + ", recorded " + expected + "; ";
  }
}
