package io.meshtwin.app.cli;

import io.meshtwin.app.progress.Stage;
import io.meshtwin.app.report.FindingsReport;
import io.meshtwin.simulator.finding.MeshDiagnosis;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.Severity;
import io.meshtwin.twin.image.MeshImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is wrong with a mesh. */
@Command(
    name = "findings",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Say what is wrong with a mesh: every finding, the worst first.",
    footer = {
      "",
      "Rules that no request reaches, backends that are not there, references without a grant,",
      "conflicts that only age settles, policies that nobody enforces … docs/findings.md has",
      "a paragraph for each code. preview shows which of them a change introduces and fixes.",
      "",
      "Examples:",
      "  meshtwin findings --mesh manifests/",
      "  meshtwin findings --mesh cluster --fail-on error -o json",
      "  meshtwin findings --mesh mesh/ -o table -o markdown=pr.md -o junit=findings.xml",
      "  meshtwin findings --mesh mesh/ --suppress MT0201 --suppress 'MT0104=HTTPRoute shop/*'",
      "",
      "Exit codes: 0 none as bad as --fail-on, 1 there are some, 2 an error."
    })
final class FindingsCommand implements Callable<Integer> {
  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Mixin private final SuppressOptions suppress = new SuppressOptions();

  @Mixin private final ReportOptions output = new ReportOptions();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "warning",
      description = "Exit 1 from this severity on: error, warning or info. Default: warning.")
  private Severity failOn = Severity.WARNING;

  private final Terminal terminal;

  FindingsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    output.parsed();
    mesh.requireManifests("which findings are about; meshtwin equiv compares it with them");
    List<Finding> all = new ArrayList<>();
    MeshImage image = mesh.loader(terminal).telling(all::add).load();
    try (Stage _ = terminal.progress().stage("looking for findings")) {
      all.addAll(MeshDiagnosis.of(mesh.resolve(image)));
    }
    all.sort(Comparator.naturalOrder());
    Predicate<Finding> unwanted = suppress.unwanted(image);
    List<Finding> shown = all.stream().filter(unwanted.negate()).toList();
    var report = new FindingsReport(shown, all.size() - shown.size(), failOn, mesh.place());
    output.write(report, terminal);
    return report.fails() ? 1 : 0;
  }
}
