package io.meshtwin.app.cli;

import io.meshtwin.app.progress.Interruption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and exit code 2. */
final class Mistakes implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /** Set to 1, an unexpected failure shows its stack trace. */
  static final String TRACE = "MESHTWIN_TRACE";

  private static final Pattern CONSTANTS =
      Pattern.compile("\\[([A-Z_, ]+)\\] \\(case-insensitive\\)");

  private final Terminal terminal;

  Mistakes(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException first, String[] args) {
    CommandLine command = first.getCommandLine();
    ParameterException mistake = mistyped(first, command);
    terminal.say(firstLine(mistake) + suggestions(mistake));
    terminal.say("see: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandException.ERROR;
  }

  /** An option that seems to be missing is mostly there, with a mistake in its name. */
  private static ParameterException mistyped(ParameterException mistake, CommandLine command) {
    List<String> unknown =
        command.getUnmatchedArguments().stream().filter(word -> word.startsWith("-")).toList();
    return mistake instanceof MissingParameterException && !unknown.isEmpty()
        ? new UnmatchedArgumentException(command, unknown)
        : mistake;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
    if (terminal.progress().stopped()) {
      trace(failure);
      return Interruption.EXIT_CODE;
    }
    if (failure instanceof ParameterException mistake) {
      return handleParseException(mistake, new String[0]);
    }
    if (failure instanceof CommandException refusal) {
      terminal.say(Objects.requireNonNullElse(refusal.getMessage(), refusal.toString()));
      trace(refusal.getCause());
      return CommandException.ERROR;
    }
    terminal.say("unexpected failure, a bug in Meshtwin: " + firstLine(failure));
    terminal.say("nothing was changed; " + TRACE + "=1 shows the stack trace to report");
    trace(failure);
    return CommandException.ERROR;
  }

  private void trace(@Nullable Throwable failure) {
    if (failure != null && "1".equals(terminal.environment().get(TRACE))) {
      failure.printStackTrace(terminal.err());
    }
  }

  private static String firstLine(Exception failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), "");
    String line = message.lines().findFirst().orElse("");
    return failure instanceof ParameterException
        ? asWritten(line)
        : failure.getClass().getSimpleName() + (line.isEmpty() ? "" : ": " + line);
  }

  /** Constants are told as help writes them. */
  private static String asWritten(String line) {
    return CONSTANTS
        .matcher(line)
        .replaceAll(found -> Matcher.quoteReplacement(found.group(1).toLowerCase(Locale.ROOT)));
  }

  private static String suggestions(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      Set<String> options = mistake.getCommandLine().getCommandSpec().optionsMap().keySet();
      List<String> near =
          Optional.of(word)
              .filter(name -> name.startsWith("--"))
              .flatMap(name -> Nearest.of(name, options))
              .map(List::of)
              .orElseGet(unmatched::getSuggestions);
      return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }
    return "";
  }
}
