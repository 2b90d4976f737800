package io.meshtwin.app.cli;

import io.meshtwin.app.json.CountWords;
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
      "  meshtwin verify --mesh mesh/ --draft -o yaml=intents.yaml",
      "  meshtwin verify --mesh mesh/ --intents intents.yaml",
      "  meshtwin verify --mesh cluster -f change.yaml --intents intents.yaml -o json",
      "  meshtwin verify --mesh mesh/ --intents intents.yaml -o junit=intents.xml",
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
          "Write intents that say what the mesh does today (with -f: what it would do), to standard"
              + " output or with -o yaml=FILE; read them before you keep them.")
  private boolean draft;

  @Mixin private final ReportOptions output = new ReportOptions();

  private final Terminal terminal;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (draft && intents != null) {
      throw new CommandException("--draft writes intents and --intents checks some: name one");
    }
    if (!draft && intents == null) {
      throw new CommandException("name what to check with --intents FILE, or write some: --draft");
    }
    List<Output> outputs = output.parsed();
    return intents == null ? draft(outputs) : verify(intents);
  }

  /** Intents are YAML: they go where {@code -o yaml} says, otherwise to standard output. */
  private int draft(List<Output> outputs) {
    Output only = outputs.getFirst();
    boolean plain = only.format() == Output.Format.TABLE && only.file() == null;
    if (outputs.size() > 1 || !(plain || only.format() == Output.Format.YAML)) {
      throw new CommandException("a draft is YAML: leave -o out, or name its file: -o yaml=FILE");
    }
    MeshLoader loader = mesh.loader(terminal);
    MeshImage before = loader.base();
    MeshImage image = ChangeOptions.after(before, change.events(before, loader, terminal));
    loader.sayWhatIsNotRead(image);
    loader.requireStrict(image);
    var nothing = ResolvedMesh.of(MeshImage.EMPTY, mesh.reading.dialect(image));
    ResolvedMesh today = mesh.resolve(image, terminal);
    IntentDraft all =
        IntentDraft.of(
            ComparisonStage.of(
                terminal.progress(), steps -> Differ.preview(nothing, today, steps)));
    if (only.file() == null) {
      terminal.out().print(all.yaml());
    } else {
      OutputFile.write(only.file(), all.yaml(), terminal.progress());
    }
    boolean known = all.unknown() == 0;
    terminal.say(
        CountWords.of(all.size(), "intent")
            + (known
                ? ""
                : "; of "
                    + CountWords.of(all.unknown(), "class", "classes")
                    + " nothing can be said"));
    return 0;
  }

  private int verify(Path file) {
    List<IntentReader.Intent> wanted = IntentReader.read(file);
    if (wanted.isEmpty()) {
      throw new CommandException(
          file + ": no intents, so nothing can be broken; meshtwin verify --draft writes some");
    }
    MeshLoader loader = mesh.loader(terminal);
    MeshImage before = loader.base();
    List<ResourceEvent> events = change.events(before, loader, terminal);
    loader.sayWhatIsNotRead(ChangeOptions.after(before, events));
    var verification =
        new Verification(before, events, image -> new Simulator(mesh.resolve(image, terminal)));
    IntentNames names = verification.names();
    requireNames(names.problems(wanted));
    verification.requireConsistent(wanted, names);
    var results = new ArrayList<Verification.Result>();
    try (Stage stage = terminal.progress().stage("checking intents")) {
      for (IntentReader.Intent intent : wanted) {
        stage.step(results.size(), wanted.size());
        results.add(verification.of(intent));
      }
    }
    var report = new VerifyReport(results, file.toString());
    output.write(report, terminal);
    return report.fails() ? 1 : 0;
  }

  private void requireNames(List<String> problems) {
    problems.forEach(terminal.err()::println);
    if (!problems.isEmpty()) {
      throw new CommandException(
          "nothing was checked: what an intent names must be there before or after the change,"
              + " otherwise it holds or is broken whatever happens");
    }
  }
}
