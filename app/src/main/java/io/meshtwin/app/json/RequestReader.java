package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Call.Protocol;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** Reads requests of the contract on {@code simulate}. */
public final class RequestReader {
  private static final Set<String> FIELDS =
      Set.of("id", "from", "to", "url", "method", "headers", "sni", "note");

  private static final int LARGEST_PORT = 65_535;

  private final ClientReader clients;

  public RequestReader(ResolvedMesh mesh) {
    this.clients = new ClientReader(mesh);
  }

  /**
   * Reads one request.
   *
   * @throws IllegalArgumentException in words for the user when it is malformed
   */
  public Asked read(JsonNode line) {
    if (!line.isObject()) {
      throw new IllegalArgumentException("a request is a JSON object");
    }
    line.fieldNames().forEachRemaining(RequestReader::requireKnown);
    JsonNode id = line.has("id") ? line.get("id") : JsonNodeFactory.instance.nullNode();
    Url url = Url.parse(text(line, "url"));
    Headers headers = headers(line.path("headers"));
    String host = headers.joined("host");
    var others = new TreeMap<>(headers.values());
    others.remove("host");
    if (url.protocol() == Protocol.GRPC) {
      others.putIfAbsent("content-type", List.of("application/grpc"));
    }
    var request =
        new Request(
            method(line, url),
            url.protocol().name().toLowerCase(Locale.ROOT),
            host == null ? url.authority() : host,
            url.path(),
            url.query(),
            new Headers(others));
    Client from = clients.read(line.path("from"));
    Handshake tls = HandshakeReader.read(line, url);
    return new Asked(id, new Call(from, dial(line, url), url.protocol(), tls, request), null);
  }

  private Dial dial(JsonNode line, Url url) {
    JsonNode to = line.path("to");
    int port = port(line.path("from"), url.port());
    if (line.path("from").has("listener")) {
      port = clients.port(line.path("from"), port);
    }
    if (to.isMissingNode() || to.isNull()) {
      return new Dial.ToHost(url.host(), port);
    }
    port = port(to, port);
    if (to.path("service").isTextual()) {
      return new Dial.ToService(to.path("service").asText(), port);
    }
    if (to.path("workload").isTextual()) {
      return new Dial.ToWorkload(to.path("workload").asText(), port);
    }
    if (to.path("ip").isTextual()) {
      return new Dial.ToHost(to.path("ip").asText(), port);
    }
    throw new IllegalArgumentException("to needs a service, a workload or an ip");
  }

  private static int port(JsonNode parent, int otherwise) {
    JsonNode port = parent.path("port");
    if (port.isMissingNode() || port.isNull()) {
      return otherwise;
    }
    if (!port.canConvertToInt() || port.asInt() < 1 || port.asInt() > LARGEST_PORT) {
      throw new IllegalArgumentException("port is a number from 1 to 65535, not " + port);
    }
    return port.asInt();
  }

  private static String method(JsonNode line, Url url) {
    JsonNode given = line.path("method");
    if (!given.isMissingNode() && !given.isNull() && !given.isTextual()) {
      throw new IllegalArgumentException("method is a string");
    }
    String method = given.asText(url.protocol() == Protocol.GRPC ? "POST" : "GET");
    if (method.isEmpty() || !method.chars().allMatch(RequestReader::isToken)) {
      throw new IllegalArgumentException("method is no HTTP method: " + method);
    }
    return method;
  }

  private static boolean isToken(int c) {
    return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
  }

  static Headers headers(JsonNode json) {
    if (!json.isMissingNode() && !json.isNull() && !json.isObject()) {
      throw new IllegalArgumentException("headers is an object of strings or lists of strings");
    }
    var headers = new TreeMap<String, List<String>>();
    json.properties()
        .forEach(header -> {
          String name = header.getKey().toLowerCase(Locale.ROOT);
          if (name.isEmpty() || !name.chars().allMatch(RequestReader::isToken)) {
            throw new IllegalArgumentException("no header's name: " + header.getKey());
          }
          headers
              .computeIfAbsent(name, _ -> new ArrayList<>())
              .addAll(values(header.getValue(), name));
        });
    headers.values().removeIf(List::isEmpty);
    return new Headers(headers);
  }

  private static List<String> values(JsonNode value, String name) {
    var all = new ArrayList<String>();
    if (value.isArray()) {
      value.forEach(item -> all.add(value(item, name)));
    } else {
      all.add(value(value, name));
    }
    return all;
  }

  /** White space around a value is not part of it (RFC 9110, 5.5). */
  private static String value(JsonNode value, String name) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("header " + name + " needs a string or a list of strings");
    }
    return value.asText().strip();
  }

  private static void requireKnown(String field) {
    if (!FIELDS.contains(field)) {
      throw new IllegalArgumentException("unknown field " + field);
    }
  }

  static String text(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new IllegalArgumentException(field + " is missing or no string");
    }
    return value.asText();
  }
}
