package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.PreviewJson;
import io.meshtwin.app.report.PreviewReport;
import io.meshtwin.app.report.ResourceDiffReport;
import io.meshtwin.simulator.diff.BlastRadius;
import io.meshtwin.simulator.diff.Differ;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.field.FieldChange;
import io.meshtwin.twin.field.FieldChanges;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two moments. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Compare the mesh at two moments: its resources, and exactly its behaviour.",
    footer = {
      "",
      "A moment is " + HistoryOptions.MOMENT + ".",
      "",
      "Examples:",
      "  meshtwin history diff 2h head",
      "  meshtwin history diff @120 @480 -o json",
      "  meshtwin history diff 2026-05-04T10:00:00Z head -o markdown=since-monday.md",
      "",
      "Exit codes: 0 no behaviour change (as bad as --fail-on), 1 behaviour change, 2 an error."
    })
final class HistoryDiffCommand implements Callable<Integer> {
  @Mixin private final HistoryOptions past = new HistoryOptions();

  @Parameters(index = "0", paramLabel = "T1", description = "A moment.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "T2", description = "A later one, or an earlier one.")
  private String second = "";

  @Mixin private final ReportOptions output = new ReportOptions();

  @Mixin private final FailOnOptions failOn = new FailOnOptions();

  private final Terminal terminal;

  HistoryDiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private record Two(MeshImage before, MeshImage after) {}

  @Override
  public Integer call() {
    output.parsed();
    Moments.require(first, second);
    Impact threshold = failOn.threshold();
    Two images = past.ask(terminal, opened -> new Two(image(opened, first), image(opened, second)));
    ResolvedMesh is = past.resolve(images.before());
    ResolvedMesh would = past.resolve(images.after());
    Preview preview =
        ComparisonStage.of(terminal.progress(), steps -> Differ.preview(is, would, steps));
    BlastRadius radius = BlastRadius.of(preview, is, would);
    var report =
        new PreviewReport(
            preview,
            radius,
            threshold,
            "log",
            () -> json(PreviewJson.of(preview, radius, first, images.before()), images));
    output.write(
        new ResourceDiffReport(
            report, preview.resources(), touched -> fields(touched.resource(), images)),
        terminal);
    return report.fails() ? 1 : 0;
  }

  private MeshImage image(HistoryOptions.Opened opened, String moment) {
    return past.view().of(past.whole(opened, opened.moments().end(moment)));
  }

  /** The contract's document, with the fields of each resource beside what becomes of it. */
  private static ObjectNode json(ObjectNode json, Two images) {
    for (JsonNode item : json.path("change").path("resources")) {
      ArrayNode fields = ((ObjectNode) item).putArray("fields");
      images.before().resources().keySet().stream()
          .filter(key -> key.toString().equals(item.path("resource").asText()))
          .flatMap(key -> fields(key, images).stream())
          .forEach(change -> fields.add(change.path()));
    }
    return json;
  }

  private static List<FieldChange> fields(ResourceKey key, Two images) {
    ResourceState before = images.before().state(key);
    ResourceState after = images.after().state(key);
    return before == null || after == null
        ? List.of()
        : FieldChanges.between(before.manifest().body(), after.manifest().body());
  }
}
