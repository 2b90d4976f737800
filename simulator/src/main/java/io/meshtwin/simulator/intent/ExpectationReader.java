package io.meshtwin.simulator.intent;

import io.meshtwin.simulator.flow.Verdict;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a request is expected to do from the end of a sentence. */
final class ExpectationReader {
  private static final Pattern GOES_TO =
      Pattern.compile(
          "(?<never>never )?goes to (?<name>[^\\s/]+/\\S+?)"
              + "(?: (?<bound>at least|at most) (?<percent>\\d+(?:\\.\\d+)?)%)?");

  private ExpectationReader() {}

  static Expectation read(String text) {
    Matcher goes = GOES_TO.matcher(text);
    if (goes.matches()) {
      return goesTo(goes);
    }
    if (!text.startsWith("is ")) {
      throw new IllegalArgumentException("\"" + text + "\" is none of: " + Expectation.FORMS);
    }
    String is = text.substring("is ".length()).strip();
    if (is.startsWith("redirected to ")) {
      return new Expectation.Redirected(is.substring("redirected to ".length()).strip());
    }
    return switch (is.toLowerCase(Locale.ROOT)) {
      case "forwarded" -> new Expectation.Forwarded(true);
      case "not forwarded" -> new Expectation.Forwarded(false);
      case "redirected" -> new Expectation.Redirected(null);
      case "unreachable" -> new Expectation.OfKind(Verdict.Kind.UNREACHABLE);
      case "rejected" -> new Expectation.OfKind(Verdict.Kind.REJECTED);
      default -> {
        if (!is.matches("[1-5][0-9]{2}")) {
          throw new IllegalArgumentException("\"" + text + "\" is none of: " + Expectation.FORMS);
        }
        yield new Expectation.Status(Integer.parseInt(is));
      }
    };
  }

  private static Expectation goesTo(Matcher words) {
    String name = words.group("name");
    if (words.group("never") != null) {
      if (words.group("bound") != null) {
        throw new IllegalArgumentException("\"never\" has no percentage");
      }
      return new Expectation.GoesTo(name, 0, 0);
    }
    if (words.group("bound") == null) {
      return new Expectation.GoesTo(name, 1, 1);
    }
    double part = Double.parseDouble(words.group("percent")) / 100;
    if (part > 1) {
      throw new IllegalArgumentException(words.group("percent") + "% is more than all");
    }
    return words.group("bound").equals("at least")
        ? new Expectation.GoesTo(name, part, 1)
        : new Expectation.GoesTo(name, 0, part);
  }
}
