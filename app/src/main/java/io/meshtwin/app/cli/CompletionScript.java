package io.meshtwin.app.cli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The script that completes commands in a shell. Picocli completes files only for options of the
 * type of a file; ours often take other things besides, such as {@code cluster} or {@code -}.
 */
final class CompletionScript {
  private static final Set<String> FILES = Set.of("FILE", "SRC", "DIR", "PATH");

  /** An option for whose value picocli knows nothing: {@code '-f'|'--file') return}. */
  private static final Pattern NOTHING =
      Pattern.compile("(?m)^    ('[^)\\n]+')\\)\n      return\n");

  private CompletionScript() {}

  static String of(CommandLine root) {
    Set<String> names = new HashSet<>();
    collect(root, names);
    return NOTHING
        .matcher(AutoComplete.bash(root.getCommandName(), root))
        .replaceAll(block -> {
          boolean file =
              Arrays.stream(block.group(1).split("\\|"))
                  .anyMatch(name -> names.contains(name.replace("'", "")));
          return Matcher.quoteReplacement(file ? files(block.group(1)) : block.group());
        });
  }

  private static String files(String names) {
    return """
        %s)
          local IFS=$'\\n'
          type compopt &>/dev/null && compopt -o filenames
          COMPREPLY=( $( compgen -f -- "${curr_word}" ) ) # files
          return $?
    """
        .formatted(names);
  }

  private static void collect(CommandLine command, Set<String> names) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (FILES.contains(option.paramLabel())) {
        names.addAll(Arrays.asList(option.names()));
      }
    }
    command.getSubcommands().values().forEach(sub -> collect(sub, names));
  }
}
