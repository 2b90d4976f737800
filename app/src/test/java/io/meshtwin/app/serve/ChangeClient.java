package io.meshtwin.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Moves changes through the API of a server that may be killed at any time. */
final class ChangeClient implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CHANGES = "/api/v1/changes";

  private final URI api;
  private final HttpClient client = HttpClient.newHttpClient();
  private boolean alive = true;
  private @Nullable Taken last;

  /**
   * What the server said of a change.
   *
   * @param steps the states it went through, in order
   */
  record Taken(String id, List<String> steps) {
    static Taken of(JsonNode change) {
      return new Taken(change.path("id").asText(), change.path("steps").findValuesAsText("state"));
    }

    boolean at(String state) {
      return steps.getLast().equals(state);
    }
  }

  ChangeClient(URI api) {
    this.api = api;
  }

  /** Whether the server has answered everything so far. */
  boolean alive() {
    return alive;
  }

  /** Takes the next step of a change, or puts a new one forward; empty when nothing was said. */
  Optional<Taken> step(Random random) {
    Taken change = last;
    Optional<TestServer.Answer> answer;
    if (change != null && change.at("previewed")) {
      answer = post("bob", change.id() + (random.nextInt(5) == 0 ? "/reject" : "/approve"));
    } else if (change != null && change.at("approved")) {
      answer = post("ann", change.id() + "/publish");
    } else if (change != null && change.at("published")) {
      answer = send(HttpRequest.newBuilder(api.resolve(CHANGES + "/" + change.id())));
    } else {
      answer = propose(1 + random.nextInt(98));
    }
    Optional<Taken> taken = answer.map(ChangeClient::granted).map(Taken::of);
    last = taken.orElse(null);
    return taken;
  }

  /** The steps of each change. */
  Map<String, List<String>> changes() {
    var changes = new LinkedHashMap<String, List<String>>();
    for (JsonNode change : get(CHANGES)) {
      Taken taken = Taken.of(get(CHANGES + "/" + change.path("id").asText()));
      changes.put(taken.id(), taken.steps());
    }
    return changes;
  }

  /** Whether no change is on its way to proxies. */
  boolean settled() {
    return !get(CHANGES).findValuesAsText("state").contains("published");
  }

  /** Whether this server writes the log. */
  boolean writes() {
    return get("/api/v1/status").at("/log/writing").asBoolean();
  }

  /** Puts a change forward; the server may refuse it. */
  Optional<TestServer.Answer> propose(int toFirst) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("title", "a test");
    body.putArray("apply").addObject().put("name", "f").put("content", SampleMesh.route(toFirst));
    return post("ann", CHANGES, body);
  }

  @Override
  public void close() {
    client.close();
  }

  private Optional<TestServer.Answer> post(String user, String step) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", "a test");
    return post(user, CHANGES + "/" + step, body);
  }

  private Optional<TestServer.Answer> post(String user, String path, ObjectNode body) {
    return send(
        HttpRequest.newBuilder(api.resolve(path))
            .header("X-Meshtwin-User", user)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private JsonNode get(String path) {
    return granted(
        send(HttpRequest.newBuilder(api.resolve(path)))
            .orElseThrow(() -> new AssertionError("the server does not answer " + path)));
  }

  private static JsonNode granted(TestServer.Answer answer) {
    if (answer.status() >= 300) {
      throw new AssertionError(answer.status() + " " + answer.error());
    }
    return answer.body();
  }

  /** The answer; empty when the server is gone. */
  private Optional<TestServer.Answer> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return Optional.of(
          new TestServer.Answer(response.statusCode(), MAPPER.readTree(response.body())));
    } catch (IOException e) {
      alive = false;
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
