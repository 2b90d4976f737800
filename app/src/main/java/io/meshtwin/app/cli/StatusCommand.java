package io.meshtwin.app.cli;

import io.meshtwin.app.json.StatusJson;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.StatusTable;
import io.meshtwin.twin.status.MeshStatus;
import io.meshtwin.twin.status.ObjectStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin private final DocumentOptions output = new DocumentOptions();

  private final Terminal terminal;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    output.parsed();
    mesh.requireManifests("so there is no status; meshtwin explain shows what it does");
    List<ObjectStatus> statuses = MeshStatus.of(mesh.resolve(mesh.loader(terminal).load()));
    output.write(
        Answer.printed((out, _) -> StatusTable.print(statuses, out), () -> StatusJson.of(statuses)),
        terminal);
    return 0;
  }
}
