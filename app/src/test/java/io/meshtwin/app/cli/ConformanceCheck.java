package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Compares a verdict with what a conformance request expects, as the upstream harness does. */
final class ConformanceCheck {
  private final JsonNode entry;
  private final JsonNode expect;
  private final JsonNode verdict;
  private final boolean mesh;
  private final List<String> differences = new ArrayList<>();

  private ConformanceCheck(JsonNode entry, JsonNode verdict) {
    this.entry = entry;
    this.expect = entry.path("expect");
    this.verdict = verdict;
    this.mesh = entry.path("from").has("pod");
  }

  /** The differences, empty for agreement. */
  static List<String> differences(JsonNode entry, JsonNode verdict) {
    var check = new ConformanceCheck(entry, verdict);
    check.run();
    return check.differences;
  }

  private void run() {
    String kind = verdict.path("verdict").asText();
    switch (expect.path("outcome").asText()) {
      case "response" -> response();
      case "http-error" -> {
        SortedSet<Integer> statuses = statuses();
        require(!statuses.isEmpty(), "an HTTP error", kind);
        expect
            .path("statusNoneOf")
            .forEach(none -> require(!statuses.contains(none.asInt()), "not " + none, statuses));
      }
      case "grpc-error" -> {
        Integer code = grpcCode();
        require(code != null, "a gRPC error", kind);
        expect
            .path("grpcCodeNoneOf")
            .forEach(none -> require(!Objects.equals(code, none.asInt()), "not " + none, code));
      }
      case "tls-or-transport-error", "connection-rejected" ->
          require(List.of("rejected", "unreachable").contains(kind), "no connection", kind);
      case "distribution" -> {
        require(kind.equals("forwarded"), "forwarded", kind);
        weights();
      }
      default -> {
        require(kind.equals("forwarded"), "forwarded", kind);
        backend();
        upstream();
      }
    }
  }

  private void response() {
    if (expect.has("grpcCode")) {
      equal("grpcCode", expect.path("grpcCode").asInt(), grpcCode());
      if (!Objects.equals(grpcCode(), 0)) {
        return;
      }
    } else {
      var allowed = new TreeSet<Integer>();
      expect.path("statusAnyOf").forEach(status -> allowed.add(status.asInt()));
      SortedSet<Integer> statuses = statuses();
      require(!statuses.isEmpty() && allowed.containsAll(statuses), "status " + allowed, statuses);
      if (!mesh && statuses.stream().noneMatch(s -> s == 200 || s == 204)) {
        redirect();
        return;
      }
    }
    redirect();
    backend();
    received();
    answer();
    mirrors();
    weights();
  }

  /** Every status that a client may get. */
  private SortedSet<Integer> statuses() {
    var statuses = new TreeSet<Integer>();
    if (verdict.path("status").isInt()) {
      statuses.add(verdict.path("status").asInt());
    } else if (verdict.path("verdict").asText().equals("forwarded")) {
      JsonNode behaviour = entry.path("request").path("backendBehavior");
      for (JsonNode backend : verdict.path("backends")) {
        statuses.add(
            backend.has("status")
                ? backend.path("status").asInt()
                : new ConformanceBackend(verdict, behaviour).status());
      }
    }
    return statuses;
  }

  /** The echo backends implement every method but one. */
  private @Nullable Integer grpcCode() {
    if (verdict.path("verdict").asText().equals("forwarded")) {
      boolean missing = entry.path("request").path("path").asText().endsWith("/EchoThree");
      return missing ? 12 : 0;
    }
    return verdict.path("grpcStatus").isInt() ? verdict.path("grpcStatus").asInt() : null;
  }

  private void backend() {
    if (expect.path("backendDeployment").isTextual()) {
      String wanted = expect.path("backendDeployment").asText();
      SortedMap<String, Double> shares = shares();
      boolean only =
          !shares.isEmpty()
              && shares.keySet().stream()
                  .allMatch(w -> w.equals(wanted) || w.startsWith(wanted + "-"));
      require(only, "backend " + wanted, shares.keySet());
    } else if (expect.path("namespace").isTextual()) {
      String wanted = expect.path("namespace").asText() + "/";
      require(
          shares().keySet().stream().allMatch(w -> w.startsWith(wanted)),
          "namespace " + wanted,
          shares().keySet());
    }
  }

  /** What fraction each workload answers; a share that nobody answers by its status. */
  private SortedMap<String, Double> shares() {
    var shares = new TreeMap<String, Double>();
    for (JsonNode backend : verdict.path("backends")) {
      double weight = backend.path("weight").asDouble();
      if (backend.has("workloads")) {
        backend
            .path("workloads")
            .properties()
            .forEach(w -> shares.merge(w.getKey(), weight * w.getValue().asDouble(), Double::sum));
      } else {
        shares.merge(backend.path("status").asText("nobody"), weight, Double::sum);
      }
    }
    return shares;
  }

  private void received() {
    JsonNode wanted = expect.path("receivedRequest");
    if (!wanted.isObject()) {
      return;
    }
    for (JsonNode backend : verdict.path("backends")) {
      JsonNode request = backend.has("request") ? backend.path("request") : verdict.path("request");
      for (String field : List.of("method", "host", "path")) {
        if (wanted.path(field).isTextual()) {
          equal(
              field,
              ConformanceLine.uuid(wanted.path(field).asText()),
              request.path(field).asText());
        }
      }
      wanted
          .path("headers")
          .properties()
          .forEach(
              h -> equal("header " + h.getKey(), text(h.getValue()), header(request, h.getKey())));
      wanted
          .path("absentHeaders")
          .forEach(name -> equal("header " + name.asText(), null, header(request, name.asText())));
      JsonNode tls = wanted.path("backendTLS");
      if (tls.isObject()) {
        equal("SNI", tls.path("sni").asText(), backend.path("tls").path("sni").asText(null));
        if (tls.has("clientCertificate")) {
          equal(
              "client certificate",
              tls.path("clientCertificate").asText(),
              "Secret " + backend.path("tls").path("clientCertificate").asText());
        }
      }
    }
  }

  /** The answer's headers: what the backend was told to send, changed as the verdict says. */
  private void answer() {
    JsonNode wanted = expect.path("response");
    if (!wanted.isObject()) {
      return;
    }
    boolean blanks = wanted.path("ignoreWhitespace").asBoolean();
    var headers = ConformanceHeaders.of(entry, verdict);
    wanted
        .path("headers")
        .properties()
        .forEach(h ->
            equal(
                "response header " + h.getKey(),
                stripped(text(h.getValue()), blanks),
                stripped(headers.get(h.getKey().toLowerCase(java.util.Locale.ROOT)), blanks)));
    wanted
        .path("headersAnyOf")
        .properties()
        .forEach(h -> {
          String is = stripped(headers.get(h.getKey().toLowerCase(java.util.Locale.ROOT)), blanks);
          boolean any =
              StreamSupport.stream(h.getValue().spliterator(), false)
                  .anyMatch(one -> Objects.equals(stripped(text(one), blanks), is));
          require(
              any, "response header " + h.getKey() + " one of " + h.getValue(), String.valueOf(is));
        });
    wanted
        .path("absentHeaders")
        .forEach(name ->
            equal(
                "response header " + name.asText(),
                null,
                headers.get(name.asText().toLowerCase(java.util.Locale.ROOT))));
  }

  private static @Nullable String stripped(@Nullable String text, boolean blanks) {
    return text == null || !blanks ? text : text.replaceAll("\\s", "");
  }

  private void redirect() {
    JsonNode wanted = expect.path("redirect");
    if (!wanted.isObject()) {
      return;
    }
    if (!verdict.path("location").isTextual()) {
      require(false, "a redirect", verdict.path("verdict"));
      return;
    }
    Url is = Url.parse(verdict.path("location").asText());
    String location = verdict.path("location").asText();
    String scheme = location.substring(0, location.indexOf(':'));
    equal("Location's scheme", wanted.path("scheme").asText(), scheme);
    if (wanted.path("host").isTextual()) {
      equal("Location's host", wanted.path("host").asText(), is.host());
    }
    equal("Location's path", wanted.path("path").asText(), is.path());
    boolean exact = wanted.path("portRule").asText().equals("exact");
    int usual = scheme.equals("https") ? 443 : 80;
    equal("Location's port", exact ? wanted.path("port").asInt() : usual, is.port());
  }

  private void mirrors() {
    for (JsonNode wanted : expect.path("mirroredTo")) {
      String name = wanted.path("namespace").asText() + "/" + wanted.path("backend").asText();
      boolean found = false;
      for (JsonNode mirror : verdict.path("mirrors")) {
        boolean share =
            !wanted.has("percent")
                || close(
                    mirror.path("fraction").asDouble(), wanted.path("percent").asDouble() / 100);
        found |= share && mirror.path("workloads").has(name);
      }
      require(found, "a mirror to " + wanted, verdict.path("mirrors"));
    }
  }

  private void weights() {
    SortedMap<String, Double> shares = shares();
    expect
        .path("neverBackends")
        .forEach(never ->
            require(
                shares.keySet().stream().noneMatch(w -> w.endsWith("/" + never.asText())),
                "not " + never,
                shares));
    if (!expect.path("weights").isObject()) {
      return;
    }
    var wanted = new TreeMap<String, Double>();
    expect
        .path("weights")
        .properties()
        .forEach(w -> {
          if (w.getValue().asDouble() > 0) {
            wanted.put(w.getKey(), w.getValue().asDouble() / 100);
          }
        });
    var is = new TreeMap<String, Double>();
    shares.forEach(
        (name, weight) -> is.merge(name.substring(name.indexOf('/') + 1), weight, Double::sum));
    boolean equal =
        wanted.keySet().equals(is.keySet())
            && wanted.entrySet().stream()
                .allMatch(w -> close(w.getValue(), is.getOrDefault(w.getKey(), 0.0)));
    require(equal, "weights " + wanted, is);
  }

  private static boolean close(double one, double other) {
    return Math.abs(one - other) < 0.001;
  }

  /** Whether the backend's own connection has TLS, and for which name. */
  private void upstream() {
    boolean passed = verdict.at("/connection/mode").asText().equals("PASSTHROUGH");
    for (JsonNode backend : verdict.path("backends")) {
      boolean begun = backend.has("tls");
      if (expect.has("backendSeesTLS")) {
        equal("TLS at the backend", expect.path("backendSeesTLS").asBoolean(), passed || begun);
      }
      if (expect.path("backendSNI").isTextual()) {
        String sni = begun ? backend.at("/tls/sni").asText() : entry.at("/tls/sni").asText();
        equal("SNI at the backend", expect.path("backendSNI").asText(), sni);
      }
    }
  }

  private static @Nullable String header(JsonNode request, String name) {
    JsonNode value = request.path("headers").path(name.toLowerCase(java.util.Locale.ROOT));
    return value.isMissingNode() ? null : text(value);
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    var all = new ArrayList<String>();
    value.forEach(item -> all.add(item.asText()));
    return String.join(",", all);
  }

  private void equal(String what, @Nullable Object wanted, @Nullable Object is) {
    require(Objects.equals(wanted, is), what + " " + wanted, String.valueOf(is));
  }

  private void require(boolean holds, String wanted, @Nullable Object is) {
    if (!holds) {
      differences.add("wanted " + wanted + ", predicted " + is);
    }
  }
}
