package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.http.Principal;
import io.meshtwin.app.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Talks to a running {@code meshtwin serve}. */
final class ServerClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A preview of a large mesh may take a while. */
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final URI server;
  private final String user;
  private final String another;

  /**
   * @param user who asks
   * @param another how the command at hand names another server, for messages
   */
  ServerClient(URI server, String user, String another) {
    this.server = server;
    this.user = user;
    this.another = another;
  }

  /** Reads a resource of the API. */
  JsonNode get(String path) {
    return send(request(path).GET(), "nothing was changed, try again");
  }

  /** Asks for a step. */
  JsonNode post(String path, JsonNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.line(body))),
        "whether it did it, meshtwin change list shows");
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(server.resolve(path))
          .timeout(ANSWER)
          .header(Principal.HEADER, user);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--as: '" + user + "' cannot be sent as a name", e);
    }
  }

  /**
   * Sends.
   *
   * @param unanswered what to do when no answer comes
   */
  private JsonNode send(HttpRequest.Builder request, String unanswered) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      HttpResponse<String> response =
          client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode body = Json.MAPPER.readTree(response.body());
      if (response.statusCode() >= 400) {
        String hint = body.path("hint").asText();
        throw new CommandException(
            body.path("error").asText("the server said " + response.statusCode())
                + (hint.isEmpty() ? "" : "; " + hint));
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new CommandException(server + " answers, but is no meshtwin serve", e);
    } catch (ConnectException e) {
      throw new CommandException(
          "no server answers at %s; start one: meshtwin serve --mesh SRC, or name another with %s"
              .formatted(server, another),
          e);
    } catch (IOException e) {
      throw new CommandException(
          "%s was asked and did not answer (%s); %s".formatted(server, e.getMessage(), unanswered),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while waiting for " + server, e);
    }
  }
}
