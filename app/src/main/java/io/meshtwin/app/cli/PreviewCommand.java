package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.PreviewJson;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.app.report.Agreement;
import io.meshtwin.app.report.PreviewReport;
import io.meshtwin.simulator.diff.Baseline;
import io.meshtwin.simulator.diff.BlastRadius;
import io.meshtwin.simulator.diff.Differ;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a change does to behaviour. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Say what a change does: every class of requests that is answered differently.",
    footer = {
      "",
      "Examples:",
      "  meshtwin preview --mesh cluster -f canary.yaml",
      "  kustomize build overlays/prod | meshtwin preview --mesh base/ -f -",
      "  meshtwin preview --mesh mesh/ -f canary.yaml --confirm",
      "  meshtwin preview --mesh mesh/ --delete old-route.yaml -o markdown=pr.md -o json=out.json",
      "",
      "Exit codes: 0 no behaviour change, 1 behaviour change, 2 an error."
    })
final class PreviewCommand implements Callable<Integer> {
  private static final int MOST_SAID = 20;

  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Mixin private final ChangeOptions change = new ChangeOptions();

  @Mixin private final SuppressOptions suppress = new SuppressOptions();

  @Mixin private final ReportOptions output = new ReportOptions();

  @Mixin private final FailOnOptions failOn = new FailOnOptions();

  @Option(
      names = "--confirm",
      description =
          "Replay every witness on a real Envoy on this machine, before and after the change.")
  private boolean confirm;

  private final Terminal terminal;

  PreviewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    mesh.requireManifests(
        "so no change acts on it; meshtwin equiv envoy:BEFORE envoy:AFTER compares two");
    output.parsed();
    Impact threshold = failOn.threshold();
    if (change.none()) {
      throw new CommandException("nothing to preview: name a change with -f FILE or --delete FILE");
    }
    Confirmation confirmation = confirm ? Confirmation.prepared(terminal) : null;
    var loader = mesh.loader(terminal);
    MeshImage before = loader.base();
    List<ResourceEvent> events = change.events(before, loader, terminal);
    MeshImage after = ChangeOptions.after(before, events);
    loader.sayWhatIsNotRead(after);
    loader.requireStrict(after);
    ResolvedMesh is = mesh.resolve(before);
    ResolvedMesh alone = mesh.resolve(after);
    boolean alike = is.dialect().equals(alone.dialect());
    ResolvedMesh would = alike ? is.fork(after) : alone;
    Preview whole =
        ComparisonStage.of(
            terminal.progress(),
            steps ->
                alike ? Baseline.of(is).preview(after, steps) : Differ.preview(is, would, steps));
    Preview preview = whole.without(suppress.unwanted(after, before));
    if (preview.differences().isEmpty()) {
      sayWhyNot(preview, before, after);
    }
    BlastRadius radius = radius(preview, is, would);
    Agreement agreement = confirmation == null ? null : confirmation.of(preview, is, would);
    var report =
        new PreviewReport(
            preview,
            radius,
            threshold,
            change.place(),
            agreement,
            () -> json(preview, radius, before, agreement));
    output.write(report, terminal);
    if (agreement != null && agreement.failed()) {
      throw new CommandException(
          "Envoy does not confirm what was predicted; the report says of which requests, and why");
    }
    return report.fails() ? 1 : 0;
  }

  /** A change without a difference may be so already, or touch nothing that requests depend on. */
  private void sayWhyNot(Preview preview, MeshImage before, MeshImage after) {
    if (preview.resources().isEmpty()) {
      terminal.say("the change is already so in the mesh: nothing differs");
    }
    List<String> idle = new IdleResources(before, after).lines(preview.resources());
    idle.stream().limit(MOST_SAID).forEach(terminal::say);
    if (idle.size() > MOST_SAID) {
      int more = idle.size() - MOST_SAID;
      terminal.say("and " + more + " more that touch no request");
    }
  }

  private BlastRadius radius(Preview preview, ResolvedMesh is, ResolvedMesh would) {
    try (Stage _ = terminal.progress().stage("following who is touched")) {
      return BlastRadius.of(preview, is, would);
    }
  }

  private ObjectNode json(
      Preview preview, BlastRadius radius, MeshImage before, @Nullable Agreement agreement) {
    ObjectNode json = PreviewJson.of(preview, radius, String.join(" ", mesh.sources), before);
    if (agreement != null) {
      json.set("confirmation", agreement.json());
    }
    return json;
  }
}
