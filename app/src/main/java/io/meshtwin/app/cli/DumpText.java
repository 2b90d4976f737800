package io.meshtwin.app.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** The text of a dump: a file, standard input, or what a live admin interface answers. */
final class DumpText {
  private static final Pattern ADDRESS = Pattern.compile("(?:http://)?([^/\\s]+:\\d{1,5})/?");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private DumpText() {}

  /**
   * Reads.
   *
   * @param place a file, {@code -}, or {@code HOST:PORT}
   */
  static String read(String place, Terminal terminal) {
    try {
      if (place.equals("-")) {
        return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
      }
      if (Files.exists(Path.of(place))) {
        return Files.readString(Path.of(place));
      }
    } catch (IOException e) {
      throw new CommandException("cannot read " + place + ": " + e.getMessage(), e);
    }
    var address = ADDRESS.matcher(place);
    if (!address.matches()) {
      throw new CommandException(
          "--mesh envoy:%s: there is no such file; a live proxy is named by its admin address, as in"
                  .formatted(place)
              + " envoy:127.0.0.1:15000");
    }
    return live(address.group(1));
  }

  private static String live(String address) {
    URI uri;
    try {
      uri = URI.create("http://" + address + "/config_dump?include_eds");
    } catch (IllegalArgumentException e) {
      throw new CommandException("envoy:" + address + " is no address", e);
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
      HttpResponse<String> response =
          client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new CommandException(
            "%s answers %d: it is no admin interface of an Envoy, or one that refuses the dump"
                .formatted(uri, response.statusCode()));
      }
      return response.body();
    } catch (ConnectException | HttpTimeoutException e) {
      throw new CommandException(
          ("no admin interface answers at %s; it listens on the pod's loopback only, so forward it"
                  + " first: kubectl port-forward POD 15000 (19000 for Envoy Gateway's proxies)")
              .formatted(address),
          e);
    } catch (IOException e) {
      throw new CommandException("cannot read " + uri + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while waiting for " + address, e);
    }
  }
}
