package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.FindingsJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.app.report.FindingsTable;
import io.meshtwin.app.report.Folding;
import io.meshtwin.app.report.GithubAnnotations;
import io.meshtwin.app.report.SarifLog;
import io.meshtwin.app.report.Style;
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
      "  meshtwin findings --mesh mesh/ --suppress MT0201 --suppress 'MT0104=HTTPRoute shop/*'",
      "",
      "Exit codes: 0 none as bad as --fail-on, 1 there are some, 2 an error."
    })
final class FindingsCommand implements Callable<Integer> {
  /** How findings are printed. */
  enum Format {
    TABLE,
    JSON,
    YAML,
    SARIF,
    GITHUB
  }

  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Mixin private final SuppressOptions suppress = new SuppressOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json, yaml, sarif or github. Default: table.")
  private Format format = Format.TABLE;

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
    List<Finding> all = new ArrayList<>();
    MeshImage image = mesh.loader(terminal).telling(all::add).load();
    try (Stage _ = terminal.progress().stage("looking for findings")) {
      all.addAll(MeshDiagnosis.of(mesh.resolve(image)));
    }
    all.sort(Comparator.naturalOrder());
    Predicate<Finding> unwanted = suppress.unwanted(image);
    List<Finding> shown = all.stream().filter(unwanted.negate()).toList();
    terminal.out().print(text(shown, all.size() - shown.size()));
    return shown.stream().anyMatch(finding -> finding.severity().compareTo(failOn) <= 0) ? 1 : 0;
  }

  private String text(List<Finding> findings, int suppressed) {
    return switch (format) {
      case TABLE -> {
        var style = new Style(terminal.colours());
        yield Folding.fold(FindingsTable.of(findings, suppressed, style), terminal.width());
      }
      case JSON -> Json.pretty(json(findings, suppressed)) + "\n";
      case YAML -> Json.yaml(json(findings, suppressed));
      case SARIF -> Json.pretty(SarifLog.of(findings)) + "\n";
      case GITHUB -> GithubAnnotations.of(findings);
    };
  }

  private static ObjectNode json(List<Finding> findings, int suppressed) {
    ObjectNode json = Json.object().put("apiVersion", "meshtwin.io/v1").put("kind", "Findings");
    ObjectNode summary = json.putObject("summary");
    for (Severity severity : Severity.values()) {
      summary.put(
          severity.toString(), findings.stream().filter(f -> f.severity() == severity).count());
    }
    summary.put("suppressed", suppressed);
    json.set("findings", FindingsJson.of(findings));
    return json;
  }
}
