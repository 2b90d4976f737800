package io.meshtwin.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every command, in the order in which help lists them. A new one is a line here and a class with
 * picocli's {@code @Command} whose constructor takes the {@link Terminal}.
 *
 * <p>Write {@code terminal -> new X(terminal)}, not {@code X::new}: the lambda's body loads the
 * command's class when it runs, the reference when this list is made.
 */
final class Subcommands {
  record Subcommand(String name, Function<Terminal, Object> create) {}

  private static final List<Subcommand> ALL =
      List.of(
          new Subcommand("preview", terminal -> new PreviewCommand(terminal)),
          new Subcommand("equiv", terminal -> new EquivCommand(terminal)),
          new Subcommand("verify", terminal -> new VerifyCommand(terminal)),
          new Subcommand("demo", terminal -> new DemoCommand(terminal)),
          new Subcommand("explain", terminal -> new ExplainCommand(terminal)),
          new Subcommand("simulate", terminal -> new SimulateCommand(terminal)),
          new Subcommand("findings", terminal -> new FindingsCommand(terminal)),
          new Subcommand("status", terminal -> new StatusCommand(terminal)),
          new Subcommand("serve", terminal -> new ServeCommand(terminal)),
          new Subcommand("change", terminal -> new ChangeCommand(terminal)),
          new Subcommand("fidelity", terminal -> new FidelityCommand(terminal)),
          new Subcommand("history", terminal -> HistoryCommand.with(terminal)),
          new Subcommand("ingest", terminal -> new IngestCommand(terminal)),
          new Subcommand("proxy", terminal -> new ProxyCommand(terminal)),
          new Subcommand("schema", terminal -> new SchemaCommand(terminal)),
          new Subcommand(
              "generate-completion", terminal -> new GenerateCompletionCommand(terminal)));

  private Subcommands() {}

  static List<Subcommand> all() {
    return ALL;
  }

  static Optional<Subcommand> named(String name) {
    return ALL.stream().filter(subcommand -> subcommand.name().equals(name)).findFirst();
  }
}
