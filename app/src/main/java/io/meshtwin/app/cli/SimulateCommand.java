package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Asked;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.simulator.flow.Simulator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers requests, one a line. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Say what requests would do: reads one a line, writes one verdict a line.",
    footer = {
      "",
      "A request: {\"id\":\"r1\",\"from\":{\"workload\":\"ns/name\"},\"url\":\"http://reviews:9080/x\"}",
      "",
      "Examples:",
      "  meshtwin simulate --mesh mesh/ --requests requests.jsonl",
      "  meshtwin simulate --mesh mesh/ --mesh envoy:127.0.0.1:15000 --requests r.jsonl",
      "  meshtwin simulate --mesh mesh/ --requests requests.jsonl -o table -o json=verdicts.jsonl",
      "  kubectl get all,httproutes -A -o yaml | meshtwin simulate --mesh - --requests r.jsonl",
      "",
      "Exit codes: 0 every line was answered, 2 a line was malformed (the others are answered)."
    })
final class SimulateCommand implements Callable<Integer> {
  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Option(
      names = "--requests",
      required = true,
      paramLabel = "FILE",
      description = "Requests as JSON, one a line; - for standard input.")
  private String requests = "-";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT[=FILE]",
      description =
          "json (one verdict a line), yaml (one document a verdict) or table (one line in words),"
              + " repeatable, each into a file of its own. Default: json, as soon as each is known.")
  private List<String> outputs = List.of("json");

  private final Terminal terminal;

  SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Output> formats = Output.parse(outputs, AnswerLines.OFFERED);
    if (requests.equals("-") && mesh.sources.contains("-")) {
      throw new CommandException("standard input cannot be both: --mesh - or --requests -");
    }
    var simulator = new Simulator(mesh.resolve(mesh.loader(terminal).load(), terminal));
    var reader = new RequestReader(simulator.mesh());
    int code = 0;
    var answers = new AnswerLines(formats, terminal);
    try (RequestLines lines = RequestLines.open(requests, terminal.in())) {
      for (RequestLines.Line line = lines.next(); line != null; line = lines.next()) {
        ObjectNode answer = answer(line.text(), reader, simulator);
        code = answer.has("error") ? CommandException.ERROR : code;
        answers.add(answer);
      }
      answers.write();
    } catch (IOException e) {
      throw new CommandException("cannot read " + requests + ": " + e.getMessage(), e);
    }
    return code;
  }

  private static ObjectNode answer(
      @Nullable String line, RequestReader reader, Simulator simulator) {
    if (line == null) {
      return Asked.error(null, "not UTF-8");
    }
    JsonNode json = null;
    try {
      json = Json.MAPPER.readTree(line);
      return reader.read(json).answer(simulator);
    } catch (JsonProcessingException e) {
      return Asked.error(null, "not JSON from column " + e.getLocation().getColumnNr() + " on");
    } catch (IllegalArgumentException e) {
      return Asked.error(json == null ? null : json.get("id"), String.valueOf(e.getMessage()));
    }
  }
}
