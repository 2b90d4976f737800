package io.meshtwin.app.cli;

import io.meshtwin.app.http.AddressTakenException;
import io.meshtwin.app.http.RunningServer;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.app.serve.Sources;
import io.meshtwin.app.serve.Termination;
import io.meshtwin.bridge.xds.ClusterAddresses;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogLocation;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the twin. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Run the twin: fold the log, follow the mesh, serve proxies over xDS and the API over HTTP.",
    footer = {
      "",
      "On a new log the mesh that is listed first counts as approved. From then on its",
      "configuration moves through meshtwin change; workloads and endpoints always flow.",
      "The API trusts who can reach it (there is no authentication yet), so it listens on",
      "loopback only.",
      "",
      "Examples:",
      "  meshtwin serve --mesh mesh/",
      "  meshtwin serve --mesh cluster --kafka kafka.example:9092",
      "",
      "Ends in order on SIGINT and SIGTERM; what it acknowledged survives SIGKILL, too.",
      "",
      "Exit codes: 130 after SIGINT, 143 after SIGTERM, 2 an error."
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private final DataOptions data = new DataOptions();

  @Option(
      names = "--mesh",
      paramLabel = "SRC",
      description =
          "Where the mesh is seen, repeatable: a file or directory of manifests, whose edits are"
              + " followed, or cluster (the current kubeconfig context). Without it, only the log"
              + " is followed.")
  private List<String> sources = List.of();

  @Mixin private final ClusterNameOption cluster = new ClusterNameOption();

  @Option(
      names = "--xds",
      paramLabel = "HOST:PORT",
      defaultValue = ServeSettings.XDS,
      description = "Where proxies connect; port 0 for any. Default: ${DEFAULT-VALUE}.")
  private String xds = ServeSettings.XDS;

  @Option(
      names = "--gateway-address",
      paramLabel = "IP",
      defaultValue = "127.0.0.1",
      description =
          "The address that Gateways open their ports on, where they run. Default:"
              + " ${DEFAULT-VALUE}, that is for clients on the same host only.")
  private String gatewayAddress = "127.0.0.1";

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      defaultValue = ServeSettings.HTTP,
      description = "Where the API listens; port 0 for any. Default: ${DEFAULT-VALUE}.")
  private String http = ServeSettings.HTTP;

  @Option(
      names = "--insecure-http",
      description =
          "Let the API listen beyond loopback: whoever reaches it can approve and publish.")
  private boolean insecure;

  @Mixin private final AuditOptions audit = new AuditOptions();

  @Option(names = "-v", description = "Say more about the work on standard error.")
  private boolean verbose;

  private final Terminal terminal;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.verbose(verbose);
    ServeSettings settings = settings();
    try (RunningServer server =
        RunningServer.start(
            settings,
            audit.settings(),
            Simulation.parts(new ClusterAddresses(gatewayAddress)),
            terminal::say)) {
      terminal
          .out()
          .println(
              "ready: API and console %s, xDS %s, log %s"
                  .formatted(server.api(), server.xds(), server.broker()));
      if (server.auditPort() > 0) {
        terminal.out().println("audit webhook: port " + server.auditPort() + ", /api/v1/audit");
      }
      terminal.out().flush();
      Termination.await();
      terminal.say("stopping");
    } catch (RefusalException e) {
      throw new CommandException(e.getMessage() + "; " + e.hint(), e);
    } catch (LogException | AddressTakenException | UncheckedIOException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    return 0;
  }

  private ServeSettings settings() {
    requireSources();
    InetSocketAddress api = Addresses.parse("--http", http);
    if (!api.getAddress().isLoopbackAddress() && !insecure) {
      throw new CommandException(
          "--http %s is reachable from elsewhere, and the API has no authentication: whoever reaches it can publish; use a loopback address, or add --insecure-http"
              .formatted(http));
    }
    LogLocation log = data.location(terminal);
    Path directory = log instanceof LogLocation.Embedded(Path path, int port) ? path : null;
    return new ServeSettings(
        log,
        data.mesh(),
        new Sources(sources, cluster.name()),
        Addresses.parse("--xds", xds),
        api,
        directory);
  }

  private void requireSources() {
    if (sources.contains(Sources.CLUSTER) && sources.size() > 1) {
      throw new CommandException(
          "--mesh cluster cannot be mixed with files: their names would meet");
    }
    for (String source : sources) {
      @Nullable String refused =
          source.equals("-") || source.startsWith("kafka@") || source.equals("server")
              ? source
              : null;
      if (refused != null) {
        throw new CommandException(
            "--mesh " + refused + " cannot be followed; use a file, a directory or cluster");
      }
    }
  }
}
