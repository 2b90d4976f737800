package io.meshtwin.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Prints a script that completes commands and options in bash and zsh. */
@Command(
    name = "generate-completion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Print a completion script for bash or zsh.",
    footer = {"", "Example:", "  source <(meshtwin generate-completion)"})
final class GenerateCompletionCommand implements Runnable {
  private final Terminal terminal;

  GenerateCompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    CommandLine root = RootCommand.complete(terminal);
    terminal.out().print(CompletionScript.of(root));
  }
}
