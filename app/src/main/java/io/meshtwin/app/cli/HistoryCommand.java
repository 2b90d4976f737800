package io.meshtwin.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks back. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look back: who changed what, how the mesh was, which event broke a flow.",
    footer = {
      "",
      "The log is the one of meshtwin serve or meshtwin ingest: --data DIR or --kafka HOST:PORT.",
      "A moment is a time with its zone, @OFFSET, how long ago (15m, 2h) or head. Every command",
      "that takes --mesh takes --mesh kafka@MOMENT too.",
      "",
      "Examples:",
      "  meshtwin history log --resource HTTPRoute shop/catalog",
      "  meshtwin history show --at 2026-05-04T10:00:00Z",
      "  meshtwin history diff 2h head",
      "  meshtwin history blame http://catalog.shop/x --from shop/storefront",
      "  meshtwin history bisect --good 2h --bad head \\",
      "      --assert 'GET http://catalog.shop/x from shop/storefront is 200'",
      "  meshtwin history backtest --intents intents.yaml --since 7d",
      "  meshtwin history thin --to shop-2026 --until 30d"
    })
final class HistoryCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private HistoryCommand() {}

  /** The command with its subcommands. */
  static CommandLine with(Terminal terminal) {
    return new CommandLine(new HistoryCommand())
        .addSubcommand(new HistoryLogCommand(terminal))
        .addSubcommand(new HistoryShowCommand(terminal))
        .addSubcommand(new HistoryDiffCommand(terminal))
        .addSubcommand(new HistoryBlameCommand(terminal))
        .addSubcommand(new HistoryBisectCommand(terminal))
        .addSubcommand(new HistoryBacktestCommand(terminal))
        .addSubcommand(new HistoryThinCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which question?");
  }
}
