package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.MeshTree;
import io.meshtwin.app.json.CountWords;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.Table;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.image.TwinImage;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private final AtOptions question = new AtOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "/",
      paramLabel = "PATH",
      description = "What to look at. Default: the top.")
  private String path = "/";

  private final Terminal terminal;

  HistoryShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    question.output.parsed();
    question.requireMoment();
    TwinImage twin = question.twin(terminal);
    MeshImage image = question.past.view().of(twin);
    MeshTree.Found found;
    try {
      found = new MeshTree(twin, image).at(path);
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    Answer answer =
        switch (found) {
          case MeshTree.Directory directory ->
              Answer.printed(
                  (out, _) -> print(directory, twin, image, out),
                  () -> json(directory, twin, image));
          case MeshTree.Document document ->
              Answer.printed(
                  (out, _) ->
                      out.print("# " + document.title() + "\n" + Json.yaml(document.body())),
                  document::body);
        };
    question.output.write(answer, terminal);
    return 0;
  }

  private void print(
      MeshTree.Directory directory, TwinImage twin, MeshImage image, PrintStream out) {
    if (path.equals("/")) {
      out.println(words(twin, image));
    }
    var table = new Table();
    directory.entries().forEach(table::add);
    table.print(out);
  }

  private ObjectNode json(MeshTree.Directory directory, TwinImage twin, MeshImage image) {
    ObjectNode json = position(twin, image).put("path", path);
    ObjectNode entries = json.putObject("entries");
    directory.entries().forEach(entries::put);
    return json;
  }

  private static String words(TwinImage twin, MeshImage image) {
    if (twin.position().equals(Position.START)) {
      return "before the log begins";
    }
    return "offset %d, %s, digest %s%s"
        .formatted(
            twin.position().offset(),
            twin.position().time(),
            image.digest().toString().substring(0, 12),
            twin.drift().isEmpty()
                ? ""
                : ", "
                    + CountWords.of(twin.drift().size(), "resource waits", "resources wait")
                    + " for approval");
  }

  private static ObjectNode position(TwinImage twin, MeshImage image) {
    return Json.object()
        .put("offset", twin.position().offset())
        .put("time", twin.position().time().toString())
        .put("digest", image.digest().toString())
        .put("drift", twin.drift().size());
  }
}
