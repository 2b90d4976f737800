package io.meshtwin.app.cli;

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
import picocli.CommandLine.Option;
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
      "happens should not.",
      "",
      "Examples:",
      "  meshtwin equiv old/ new/",
      "  meshtwin equiv cluster mesh/ -o json",
      "",
      "Exit codes: 0 they behave the same, 1 they do not, 2 an error."
    })
final class EquivCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description =
          "A mesh: a file or directory of manifests, -, cluster, kafka@OFFSET or kafka@TIME.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private String second = "";

  @Mixin private final ReadingOptions reading = new ReadingOptions();

  @Mixin private final SuppressOptions suppress = new SuppressOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT[=FILE]",
      description = PreviewOutput.DESCRIPTION)
  private List<String> outputs = List.of("table");

  private final Terminal terminal;

  EquivCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<PreviewOutput> formats = outputs.stream().map(PreviewOutput::parse).toList();
    MeshImage one = new MeshLoader(terminal, List.of(first), reading).load();
    MeshImage other = new MeshLoader(terminal, List.of(second), reading).load();
    ResolvedMesh is = reading.resolve(one);
    ResolvedMesh would = reading.resolve(other);
    Preview preview = Differ.preview(is, would).without(suppress.unwanted(other, one));
    BlastRadius radius = BlastRadius.of(preview, is, would);
    var report =
        new PreviewReport(
            preview, radius, Impact.WIDENS, () -> PreviewJson.of(preview, radius, first, one));
    formats.forEach(output -> output.write(report, terminal));
    return preview.differences().isEmpty() ? 0 : 1;
  }
}
