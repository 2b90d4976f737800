package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.ProxyTable;
import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.bridge.Bootstrap;
import io.meshtwin.bridge.xds.ProxyId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The proxies of the mesh. */
@Command(
    name = "proxy",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Start proxies for the mesh, and see what they run.",
    footer = {
      "",
      "Examples:",
      "  meshtwin proxy bootstrap --workload shop/web-0 > web.json && envoy -c web.json",
      "  meshtwin proxy list"
    })
final class ProxyCommand implements Runnable {
  private static final int LARGEST_PORT = 65_535;

  private final Terminal terminal;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  ProxyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which of bootstrap and list?");
  }

  /** Which proxy. */
  static final class Identity {
    @Option(
        names = "--workload",
        required = true,
        paramLabel = "NS/NAME",
        description = "The sidecar of this Pod or workload template.")
    private @Nullable String workload;

    @Option(
        names = "--gateway",
        required = true,
        paramLabel = "NS/NAME",
        description = "The proxy of this Gateway.")
    private @Nullable String gateway;

    ProxyId id() {
      String name = workload == null ? String.valueOf(gateway) : workload;
      String[] parts = name.split("/", -1);
      if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
        throw new CommandException("'" + name + "' is no name; write it as namespace/name");
      }
      return workload == null
          ? ProxyId.gateway(parts[0], parts[1])
          : ProxyId.sidecar(parts[0], parts[1]);
    }
  }

  @Command(
      name = "bootstrap",
      mixinStandardHelpOptions = true,
      description = "Print what an Envoy is started with to become a proxy of the mesh.",
      footer = {
        "",
        "Example:",
        "  meshtwin proxy bootstrap --gateway shop/shop > gateway.json && envoy -c gateway.json"
      })
  Integer bootstrap(
      @ArgGroup(exclusive = true, multiplicity = "1") Identity identity,
      @Option(
              names = "--xds",
              paramLabel = "HOST:PORT",
              defaultValue = ServeSettings.XDS,
              description = "Where meshtwin serve takes proxies. Default: ${DEFAULT-VALUE}.")
          String xds,
      @Option(
              names = "--admin",
              paramLabel = "PORT",
              defaultValue = "0",
              description = "The port of Envoy's admin page on 127.0.0.1. Default: none.")
          int admin,
      @Option(names = "--delta", description = "Speak delta xDS instead of state of the world.")
          boolean delta,
      @Option(
              names = "--agent",
              paramLabel = "PATH",
              defaultValue = Bootstrap.AGENT_SOCKET,
              description =
                  "The socket of the agent beside the proxy that hands out the workload's"
                      + " certificates over SDS: Istio's or SPIRE's. Default: ${DEFAULT-VALUE}.")
          String agent) {
    if (admin < 0 || admin > LARGEST_PORT) {
      throw new CommandException("--admin " + admin + " is no port");
    }
    // Not resolved: the name means something where Envoy runs, not here.
    InetSocketAddress server = Addresses.unresolved("--xds", xds);
    var bootstrap =
        new Bootstrap(
            identity.id(),
            server.getHostString(),
            server.getPort(),
            admin,
            delta,
            new Bootstrap.Agent.Socket(agent));
    terminal.out().print(bootstrap.json());
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the proxies of a running server, and what they acknowledged or refused.",
      footer = {"", "Examples:", "  meshtwin proxy list", "  meshtwin proxy list -o json"})
  Integer list(@Mixin ServerOptions server, @Mixin DocumentOptions output) {
    JsonNode proxies = server.client(terminal).get("/api/v1/proxies");
    output.write(
        Answer.printed((out, _) -> ProxyTable.print(proxies, out), () -> proxies), terminal);
    return 0;
  }
}
