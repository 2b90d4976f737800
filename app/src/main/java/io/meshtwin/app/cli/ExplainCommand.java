package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Asked;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.app.json.VerdictJson;
import io.meshtwin.app.report.Answer;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.trace.Explainer;
import io.meshtwin.simulator.trace.Trace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "  meshtwin explain GET http://shop.example/ --gateway infra/edge --mesh envoy:dump.json",
      "",
      "Exit codes: 0 it is explained, whatever the verdict; 2 an error.",
      "",
      "Whatever simulate can ask beside (to, jwt, certificates): meshtwin simulate has a trace too."
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Parameters(index = "0", paramLabel = "METHOD", description = "For example POST.")
  private String method = "GET";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "URL",
      description = "What the client asks for; alone, it is a GET.")
  private String url = "";

  @Mixin private final RequestOptions sent = new RequestOptions();

  @Mixin private final DocumentOptions output = new DocumentOptions();

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    output.parsed();
    if (url.isEmpty()) {
      requireUrl();
    }
    var simulator = new Simulator(mesh.resolve(mesh.loader(terminal).load(), terminal));
    Asked asked;
    try {
      asked = new RequestReader(simulator.mesh()).read(sent.request(method, url));
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    if (asked.call() == null) {
      throw new CommandException(String.valueOf(asked.notModelled()));
    }
    Decision decision = simulator.decide(asked.call());
    Trace trace = Explainer.full(decision);
    output.write(
        Answer.printed(
            (out, style) -> new ExplainTable(out, style).print(decision, trace),
            () -> json(decision, trace)),
        terminal);
    return 0;
  }

  /** One word is the URL. */
  private void requireUrl() {
    if (!method.contains("://")) {
      throw new CommandException(
          "what does the client ask for? For example: meshtwin explain GET http://reviews:9080/x");
    }
    url = method;
    method = "GET";
  }

  private static ObjectNode json(Decision decision, Trace trace) {
    ObjectNode json = VerdictJson.of(decision.verdict());
    json.set("trace", VerdictJson.trace(trace));
    return json;
  }
}
