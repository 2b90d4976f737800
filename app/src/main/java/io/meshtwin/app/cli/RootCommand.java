package io.meshtwin.app.cli;

import io.meshtwin.app.cli.Subcommands.Subcommand;
import io.meshtwin.app.progress.Interruption;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: prints help. */
@Command(
    name = "meshtwin",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "A digital twin of a service mesh: what every request would do, before and after.",
    footer = {
      "",
      "Examples:",
      "  meshtwin preview --mesh cluster -f canary.yaml",
      "  meshtwin explain GET http://reviews:9080/x --mesh mesh/ --from bookinfo/productpage-v1",
      "",
      "Exit codes: 0 done, 1 the answer is no (for preview: behaviour changes), 2 an error, 130 after",
      "Ctrl-C."
    })
public final class RootCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private RootCommand() {}

  /** Runs the command that the arguments name and returns the exit code. */
  public static int run(Terminal terminal, String... args) {
    int code = execute(terminal, args);
    terminal.out().flush();
    return terminal.out().checkError() ? Math.max(code, CommandException.ERROR) : code;
  }

  private static int execute(Terminal terminal, String... args) {
    try {
      String[] words = helpLast(args);
      return parser(terminal, words).execute(words);
    } catch (Error e) {
      // Libraries fail to begin when the process is ending already.
      if (terminal.progress().stopped()) {
        return Interruption.EXIT_CODE;
      }
      throw e;
    }
  }

  /** {@code help change propose} is {@code change propose --help}. */
  private static String[] helpLast(String[] args) {
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    String[] named = Arrays.copyOfRange(args, 1, args.length);
    boolean known = named.length == 0 || Subcommands.named(named[0]).isPresent();
    return known
        ? Stream.concat(Stream.of(named), Stream.of("--help")).toArray(String[]::new)
        : named;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** The parser with every command, for help and completion. */
  static CommandLine complete(Terminal terminal) {
    return parser(terminal, Subcommands.all());
  }

  private static CommandLine parser(Terminal terminal, String[] args) {
    Optional<Subcommand> named =
        Arrays.stream(args)
            .filter(arg -> !arg.startsWith("-"))
            .findFirst()
            .flatMap(Subcommands::named);
    return parser(terminal, named.map(List::of).orElseGet(Subcommands::all));
  }

  private static CommandLine parser(Terminal terminal, List<Subcommand> subcommands) {
    var parser = new CommandLine(new RootCommand());
    for (Subcommand subcommand : subcommands) {
      parser.addSubcommand(subcommand.name(), subcommand.create().apply(terminal));
    }
    HelpText.install(parser);
    return parser
        .setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(terminal)))
        .setUsageHelpAutoWidth(terminal.interactive())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new Mistakes(terminal))
        .setExecutionExceptionHandler(new Mistakes(terminal));
  }

  private static Ansi ansi(Terminal terminal) {
    return terminal.colours() ? Ansi.ON : Ansi.OFF;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
