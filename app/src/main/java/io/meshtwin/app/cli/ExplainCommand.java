package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.trace.Explainer;
import io.meshtwin.simulator.trace.Trace;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells one request in full. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Explain one request: hops, the rule that won, every rule that lost and why.",
    footer = {
      "",
      "Examples:",
      "  meshtwin explain GET http://reviews:9080/x --mesh mesh/ --from bookinfo/productpage-v1",
      "  meshtwin explain GET http://shop.example/ --mesh mesh/ --gateway infra/edge",
      "  meshtwin explain GET https://shop.example/ --sni other.example --mesh mesh/ \\",
      "    --gateway infra/edge --listener https",
      "",
      "Whatever simulate can ask beside (to, jwt, certificates): meshtwin simulate has a trace too."
    })
final class ExplainCommand implements Callable<Integer> {
  enum Format {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Parameters(index = "0", paramLabel = "METHOD", description = "For example GET.")
  private String method = "GET";

  @Parameters(index = "1", paramLabel = "URL", description = "What the client asks for.")
  private String url = "";

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

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Format format = Format.TABLE;

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var simulator = new Simulator(mesh.resolve(mesh.loader(terminal).load()));
    Asked asked;
    try {
      asked = new RequestReader(simulator.mesh()).read(request());
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    if (asked.call() == null) {
      throw new CommandException(String.valueOf(asked.notModelled()));
    }
    Decision decision = simulator.decide(asked.call());
    Trace trace = Explainer.full(decision);
    if (format == Format.JSON) {
      ObjectNode json = VerdictJson.of(decision.verdict());
      json.set("trace", VerdictJson.trace(trace));
      terminal.out().println(Json.pretty(json));
    } else {
      new ExplainTable(terminal).print(decision, trace);
    }
    return 0;
  }

  private ObjectNode request() {
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
