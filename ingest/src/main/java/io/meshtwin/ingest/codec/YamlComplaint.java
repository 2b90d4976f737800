package io.meshtwin.ingest.codec;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * SnakeYAML's complaints in words that hold nothing of the text. Its own messages quote the line,
 * an alias's name or a character, any of which may be part of a Secret's value.
 */
final class YamlComplaint {
  private record Rule(String start, String words) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule("found undefined alias", "an alias (*name) without its anchor (&name)"),
          new Rule("found undefined tag handle", "a tag (!name) that is not declared"),
          new Rule("found unknown escape character", "an unknown escape in a quoted text"),
          new Rule("found character '\\t", "a tab where YAML allows only spaces"),
          new Rule("found character '\t", "a tab where YAML allows only spaces"),
          new Rule(
              "found character",
              "a character that cannot start a value: quote the value if it is meant"));

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'(?:\\(\\w+\\))?|\\S+\\(\\d+\\)");

  /** Punctuation and token names ({@code '<block end>'}); anything else comes from the text. */
  private static final Pattern HARMLESS = Pattern.compile("[,:\\[\\]{}]|<[a-z ]+>");

  private YamlComplaint() {}

  static ReadFailure of(MarkedYAMLException complaint) {
    Mark mark = complaint.getProblemMark();
    if (mark == null) {
      mark = complaint.getContextMark();
    }
    String problem = complaint.getProblem() == null ? "" : complaint.getProblem();
    return new ReadFailure(mark == null ? 0 : mark.getLine() + 1, "malformed YAML: " + of(problem));
  }

  private static String of(String problem) {
    for (Rule rule : RULES) {
      if (problem.startsWith(rule.start())) {
        return rule.words();
      }
    }
    return QUOTED.matcher(problem).replaceAll(YamlComplaint::harmless);
  }

  private static String harmless(MatchResult quoted) {
    boolean keep = quoted.group(1) != null && HARMLESS.matcher(quoted.group(1)).matches();
    return keep ? Matcher.quoteReplacement(quoted.group()) : "something else";
  }
}
