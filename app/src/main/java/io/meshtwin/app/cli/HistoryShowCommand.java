package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.MeshTree;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.report.Table;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinImage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the mesh at a moment. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Show the mesh at a moment, as a tree that is browsed like files.",
    footer = {
      "",
      "  resources/NAMESPACE/KIND/NAME/FIELD…  manifests, - for what has no namespace",
      "  graph/NAMESPACE/KIND/NAME             who acts on whom",
      "  changes/ID                            changes and their steps",
      "  set-aside                             records that are not part of the image",
      "",
      "Shown is what proxies were meant to run; with --observed, what the cluster said.",
      "",
      "Examples:",
      "  meshtwin history show --at 2h",
      "  meshtwin history show resources/shop/HTTPRoute --at @480",
      "  meshtwin history show resources/shop/HTTPRoute/catalog/spec/rules --at @480 -o json"
    })
final class HistoryShowCommand implements Callable<Integer> {
  @Mixin private final HistoryOptions past = new HistoryOptions();

  @Parameters(
      index = "0",
      defaultValue = "/",
      paramLabel = "PATH",
      description = "What to look at. Default: the top.")
  private String path = "/";

  @Option(
      names = "--at",
      defaultValue = "head",
      paramLabel = "MOMENT",
      description = "When: " + HistoryOptions.MOMENT + ". Default: head.")
  private String at = "head";

  @Option(names = "-o", defaultValue = "table", description = "${COMPLETION-CANDIDATES}.")
  private DocumentFormat format = DocumentFormat.TABLE;

  private final Terminal terminal;

  HistoryShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    TwinImage twin = past.ask(terminal, opened -> opened.imageBefore(opened.end(at)));
    MeshImage image = past.view().of(twin);
    MeshTree.Found found;
    try {
      found = new MeshTree(twin, image).at(path);
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    switch (found) {
      case MeshTree.Directory directory -> directory(directory, twin, image);
      case MeshTree.Document document -> document(document);
    }
    return 0;
  }

  private void directory(MeshTree.Directory directory, TwinImage twin, MeshImage image) {
    if (format == DocumentFormat.TABLE) {
      if (path.equals("/")) {
        terminal.out().println(words(twin, image));
      }
      var table = new Table();
      directory.entries().forEach(table::add);
      table.print(terminal.out());
      return;
    }
    ObjectNode json = position(twin, image).put("path", path);
    ObjectNode entries = json.putObject("entries");
    directory.entries().forEach(entries::put);
    format.print(json, terminal);
  }

  private void document(MeshTree.Document document) {
    if (format == DocumentFormat.JSON) {
      format.print(document.body(), terminal);
    } else {
      terminal.out().println("# " + document.title());
      DocumentFormat.YAML.print(document.body(), terminal);
    }
  }

  private static String words(TwinImage twin, MeshImage image) {
    return "offset %d, %s, digest %s%s"
        .formatted(
            twin.position().offset(),
            twin.position().time(),
            image.digest().toString().substring(0, 12),
            twin.drift().isEmpty()
                ? ""
                : ", %d resources wait for approval".formatted(twin.drift().size()));
  }

  private static ObjectNode position(TwinImage twin, MeshImage image) {
    return Json.object()
        .put("offset", twin.position().offset())
        .put("time", twin.position().time().toString())
        .put("digest", image.digest().toString())
        .put("drift", twin.drift().size());
  }
}
