package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.simulator.diff.Differ;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks what people want of flows. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Check intents: what flows must do, before or after a change.",
    footer = {
      "",
      "An intent is a sentence in a YAML list:",
      "",
      "  intents:",
      "  - GET http://cart.shop/checkout from shop/web is forwarded",
      "  - 'GET http://cart.shop/x from shop/web with x-env: canary goes to shop/cart-v2'",
      "  - GET http://cart.shop/ from shop/web goes to shop/cart-v2 at most 10%%",
      "  - GET http://admin.shop/ from gateway shop/edge is not forwarded",
      "",
      "It ends with: is [not] forwarded, is STATUS, is redirected [to URL], is unreachable,",
      "is rejected, goes to ns/name [at least|at most P%%], never goes to ns/name.",
      "",
      "Examples:",
      "  meshtwin verify --mesh mesh/ --draft > intents.yaml",
      "  meshtwin verify --mesh mesh/ --intents intents.yaml",
      "  meshtwin verify --mesh cluster -f change.yaml --intents intents.yaml -o json",
      "",
      "Exit codes: 0 all hold, 1 one is broken or cannot be known, 2 an error."
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Mixin private final ChangeOptions change = new ChangeOptions();

  @Option(names = "--intents", paramLabel = "FILE", description = "The intents, as YAML.")
  private @Nullable Path intents;

  @Option(
      names = "--draft",
      description =
          "Write intents that say what the mesh does today, to standard output; read them before"
              + " you keep them.")
  private boolean draft;

  @Option(names = "-o", defaultValue = "table", description = "${COMPLETION-CANDIDATES}.")
  private OutputFormat format = OutputFormat.TABLE;

  private final Terminal terminal;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (draft == (intents != null)) {
      throw new CommandException("name what to check with --intents FILE, or write some: --draft");
    }
    return intents == null ? draft() : verify(IntentReader.read(intents));
  }

  private int draft() {
    MeshImage image = mesh.loader(terminal).load();
    var nothing = ResolvedMesh.of(MeshImage.EMPTY, mesh.reading.dialect(image));
    ResolvedMesh today = mesh.resolve(image, terminal);
    IntentDraft all =
        IntentDraft.of(
            ComparisonStage.of(
                terminal.progress(), steps -> Differ.preview(nothing, today, steps)));
    terminal.out().print(all.yaml());
    terminal
        .err()
        .println(
            "meshtwin: %d intents; of %d classes nothing can be said"
                .formatted(all.size(), all.unknown()));
    return 0;
  }

  private int verify(List<IntentReader.Intent> wanted) {
    MeshLoader loader = mesh.loader(terminal);
    MeshImage before = loader.base();
    List<ResourceEvent> events = change.events(before, loader, terminal);
    var verification =
        new Verification(before, events, image -> new Simulator(mesh.resolve(image, terminal)));
    var results = new ArrayList<Verification.Result>();
    try (Stage stage = terminal.progress().stage("checking intents")) {
      for (IntentReader.Intent intent : wanted) {
        stage.step(results.size(), wanted.size());
        results.add(verification.of(intent));
      }
    }
    switch (format) {
      case TABLE -> VerifyTable.print(results, terminal);
      case JSON -> terminal.out().println(Json.pretty(json(results)));
    }
    return results.stream().allMatch(Verification.Result::holds) ? 0 : 1;
  }

  private static ObjectNode json(List<Verification.Result> results) {
    ObjectNode json = Json.object().put("apiVersion", "meshtwin.io/v1").put("kind", "Verification");
    json.putObject("summary")
        .put("intents", results.size())
        .put("holds", results.stream().filter(Verification.Result::holds).count())
        .put("broken", results.stream().filter(Verification.Result::broken).count())
        .put("unknown", results.stream().filter(result -> result.unknown()).count());
    ArrayNode list = json.putArray("intents");
    results.forEach(result -> list.add(result.json()));
    return json;
  }
}
