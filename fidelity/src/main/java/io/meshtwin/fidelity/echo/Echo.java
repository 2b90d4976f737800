package io.meshtwin.fidelity.echo;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.fidelity.tls.Shown;
import io.meshtwin.fidelity.wire.Request;
import io.meshtwin.fidelity.wire.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a workload received.
 *
 * @param workload the endpoint's name, {@code ns/name}
 * @param port the endpoint's port in the mesh
 * @param method the request's method
 * @param host the Host header, empty for none
 * @param path the request target: path and query
 * @param headers names in lower case to all values in order; without Host
 * @param http2 whether it came in HTTP/2
 * @param tls what the proxy showed of itself, null in plain text
 */
public record Echo(
    String workload,
    int port,
    String method,
    String host,
    String path,
    SortedMap<String, List<String>> headers,
    boolean http2,
    @Nullable Shown tls) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final String HOST = "host";

  /** Carries the echo in answers to HEAD, which have no body. */
  static final String HEADER = "x-meshtwin-echo";

  public Echo {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  static Echo of(String workload, int port, Request request, boolean http2, @Nullable Shown tls) {
    SortedMap<String, List<String>> headers = request.headers().byName();
    headers.remove(HOST);
    return new Echo(
        workload,
        port,
        request.method(),
        request.headers().first(HOST).orElse(""),
        request.target(),
        headers,
        http2,
        tls);
  }

  /** What a workload said in a response; empty when the response is not a workload's. */
  public static Optional<Echo> of(Response response) {
    return parse(response.body()).or(() -> response.headers().first(HEADER).flatMap(Echo::parse));
  }

  /** Reads JSON; empty when it is not an echo. */
  public static Optional<Echo> parse(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json == null || !json.path("workload").isTextual()) {
        return Optional.empty();
      }
      var headers = new TreeMap<String, List<String>>();
      for (Map.Entry<String, JsonNode> entry : json.path("headers").properties()) {
        var values = new ArrayList<String>();
        entry.getValue().forEach(value -> values.add(value.textValue()));
        headers.put(entry.getKey(), values);
      }
      return Optional.of(
          new Echo(
              json.path("workload").textValue(),
              json.path("port").asInt(),
              json.path("method").asText(),
              json.path(HOST).asText(),
              json.path("path").asText(),
              headers,
              json.path("http2").asBoolean(),
              seen(json.path("tls"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Shown seen(JsonNode tls) {
    return tls.isObject()
        ? new Shown(tls.path("serverName").textValue(), tls.path("certificate").asBoolean())
        : null;
  }

  String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("workload", workload)
        .put("port", port)
        .put("method", method)
        .put(HOST, host)
        .put("path", path)
        .put("http2", http2);
    if (tls != null) {
      json.putObject("tls")
          .put("serverName", tls.serverName())
          .put("certificate", tls.certificate());
    }
    ObjectNode named = json.putObject("headers");
    headers.forEach((name, values) -> {
      ArrayNode array = named.putArray(name);
      values.forEach(array::add);
    });
    try {
      return JSON.writeValueAsString(json);
    } catch (IOException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
