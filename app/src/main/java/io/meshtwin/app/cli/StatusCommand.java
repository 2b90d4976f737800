package io.meshtwin.app.cli;

import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.StatusJson;
import io.meshtwin.app.report.StatusTable;
import io.meshtwin.twin.status.MeshStatus;
import io.meshtwin.twin.status.ObjectStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts the status of Gateway API objects. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Say what a conformant controller would write into the status of every object.",
    footer = {
      "",
      "Conditions and reasons of GatewayClasses, Gateways and their listeners, ListenerSets, routes",
      "at each parent, and BackendTLSPolicies at each Gateway; attached routes and supported kinds.",
      "",
      "Examples:",
      "  meshtwin status --mesh manifests/",
      "  kustomize build overlays/prod | meshtwin status --mesh - -o json",
      "",
      "Exit codes: 0 done, 2 an error."
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Option(names = "-o", defaultValue = "table", description = "${COMPLETION-CANDIDATES}.")
  private OutputFormat format = OutputFormat.TABLE;

  private final Terminal terminal;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    mesh.requireManifests("so there is no status; meshtwin explain shows what it does");
    List<ObjectStatus> statuses = MeshStatus.of(mesh.resolve(mesh.loader(terminal).load()));
    switch (format) {
      case TABLE -> StatusTable.print(statuses, terminal.out());
      case JSON -> terminal.out().println(Json.pretty(StatusJson.of(statuses)));
    }
    return 0;
  }
}
