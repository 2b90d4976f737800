package io.meshtwin.app.cli;

import io.meshtwin.app.json.PreviewJson;
import io.meshtwin.app.report.PreviewReport;
import io.meshtwin.simulator.diff.BlastRadius;
import io.meshtwin.simulator.diff.Differ;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Proves that two meshes behave alike, or shows where they do not. */
@Command(
    name = "equiv",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prove that two meshes behave the same, or show requests that tell them apart.",
    footer = {
      "",
      "For a migration from one layout or API to another: what is written differs, what",
      "happens should not. With envoy:…, one proxy's own configuration is compared with",
      "what the mesh says it should run, or with that of another moment.",
      "",
      "Examples:",
      "  meshtwin equiv old/ new/",
      "  meshtwin equiv cluster mesh/ -o json",
      "  meshtwin equiv virtualservices/ httproutes/ --dialect istio --fail-on reroutes",
      "  meshtwin equiv cluster envoy:config_dump.json",
      "  meshtwin equiv mesh/ envoy:127.0.0.1:15000 --as sidecar~shop/cart",
      "  meshtwin equiv envoy:before.json envoy:after.json -o markdown",
      "",
      "Each side is read in the dialect that it shows; --dialect says one for both.",
      "",
      "Exit codes: 0 they behave the same, or differ less than --fail-on says; 1 they do not, or",
      "it cannot be known; 2 an error."
    })
final class EquivCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description =
          "A mesh: a file or directory of manifests, -, cluster, server, kafka@MOMENT (an offset, a"
              + " time, how long ago or head), or what a proxy really runs: envoy:FILE (a dump), envoy:HOST:PORT (its admin address).")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private String second = "";

  @Mixin private final ReadingOptions reading = new ReadingOptions();

  @Mixin private final SuppressOptions suppress = new SuppressOptions();

  @Mixin private final ReportOptions output = new ReportOptions();

  @Mixin private final FailOnOptions failOn = new FailOnOptions();

  private final Terminal terminal;

  EquivCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    output.parsed();
    Impact threshold = failOn.threshold();
    if (first.equals("-") && second.equals("-")) {
      throw new CommandException("standard input (-) can be one of the two meshes, not both");
    }
    reading.requireProxyFor(List.of(first, second));
    boolean proxied = EnvoyMesh.names(first) || EnvoyMesh.names(second);
    Sides sides = proxied ? withProxy() : manifests();
    ResolvedMesh is = sides.one();
    ResolvedMesh would = sides.other();
    Preview preview =
        ComparisonStage.of(terminal.progress(), steps -> Differ.preview(is, would, steps))
            .without(suppress.unwanted(would.image(), is.image()));
    BlastRadius radius = BlastRadius.of(preview, is, would);
    var report =
        new PreviewReport(
            preview,
            radius,
            threshold,
            place(),
            () -> PreviewJson.of(preview, radius, first, is.image()));
    output.write(report, terminal);
    return report.fails() ? 1 : 0;
  }

  /** The proxy's side, where there is one: it is compared with what it should be. */
  private String place() {
    boolean dump = EnvoyMesh.names(first) && !EnvoyMesh.names(second);
    return MeshOptions.place(dump ? first : second);
  }

  private record Sides(ResolvedMesh one, ResolvedMesh other) {}

  private Sides manifests() {
    MeshImage one = new MeshLoader(terminal, List.of(first), reading).load();
    MeshImage other = new MeshLoader(terminal, List.of(second), reading).load();
    var sides = new Sides(reading.resolve(one), reading.resolve(other));
    sayWhereDialectsDiffer(sides);
    return sides;
  }

  /** Then some of what differs may be the dialect's doing, not the configuration's. */
  private void sayWhereDialectsDiffer(Sides sides) {
    String one = sides.one().dialect().name();
    String other = sides.other().dialect().name();
    if (!one.equals(other)) {
      terminal.say(
          "%s is read in the dialect %s, %s in %s; --dialect says one for both"
              .formatted(first, one, second, other));
    }
  }

  /** One mesh, in which one proxy runs what the mesh says on one side and its dump on the other. */
  private Sides withProxy() {
    boolean both = EnvoyMesh.names(first) && EnvoyMesh.names(second);
    EnvoyMesh proxy = reading.proxy(EnvoyMesh.names(second) ? second : first, terminal);
    EnvoyMesh leading = both ? reading.proxy(first, terminal) : proxy;
    String manifests = EnvoyMesh.names(first) ? second : first;
    MeshImage image =
        both
            ? leading.surroundings()
            : new MeshLoader(terminal, List.of(manifests), reading).load();
    ResolvedMesh mesh = reading.resolve(image);
    terminal.say("compared is " + leading.proxy());
    ResolvedMesh one = EnvoyMesh.names(first) ? leading.in(mesh) : mesh;
    return new Sides(one, EnvoyMesh.names(second) ? proxy.as(leading).in(mesh) : mesh);
  }
}
