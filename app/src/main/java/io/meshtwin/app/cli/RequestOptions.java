package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say who sends a request, and how. */
final class RequestOptions {
  @Option(names = "--from", paramLabel = "NS/WORKLOAD", description = "The client.")
  private @Nullable String from;

  @Option(
      names = "--gateway",
      paramLabel = "NS/NAME",
      description = "Instead of --from: from outside, at this Gateway.")
  private @Nullable String gateway;

  @Option(
      names = "--listener",
      paramLabel = "NAME",
      description =
          "With --gateway: the listener that is dialed; otherwise the URL's port says it.")
  private @Nullable String listener;

  @Option(
      names = "--sni",
      paramLabel = "NAME",
      description =
          "The server name that a TLS client asks for; otherwise the URL's host. Empty for a client"
              + " that sends none. With it a grpc URL opens TLS.")
  private @Nullable String sni;

  @Option(
      names = {"--header", "-H"},
      paramLabel = "K: V",
      description = "A header, repeatable.")
  private List<String> headers = List.of();

  /** The request as {@code simulate} takes it. */
  ObjectNode request(String method, String url) {
    ObjectNode json = Json.object().put("method", method).put("url", url);
    client(json.putObject("from"));
    if (sni != null) {
      json.put("sni", sni);
    }
    headers(json.putObject("headers"));
    return json;
  }

  private void client(ObjectNode client) {
    if ((from == null) == (gateway == null)) {
      throw new CommandException(
          "say where the request comes from: --from NS/WORKLOAD or --gateway NS/NAME");
    }
    if (listener != null && gateway == null) {
      throw new CommandException("--listener names one of a Gateway: use it with --gateway");
    }
    client.put(from == null ? "gateway" : "workload", from == null ? gateway : from);
    if (listener != null) {
      client.put("listener", listener);
    }
  }

  private void headers(ObjectNode all) {
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon <= 0) {
        throw new CommandException("a header is written 'name: value', not '" + header + "'");
      }
      String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      ArrayNode values = all.has(name) ? (ArrayNode) all.get(name) : all.putArray(name);
      values.add(header.substring(colon + 1).strip());
    }
  }
}
