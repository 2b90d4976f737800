package io.meshtwin.simulator.space;

/** What every text that a regular expression takes begins with: enough for many proofs. */
final class Literal {
  private static final String META = "\\.+*?()|[]{}^$";

  private Literal() {}

  /** A text that all matches begin with; empty when none is seen. */
  static String prefix(String expression) {
    if (expression.indexOf('|') >= 0 || expression.startsWith("(?")) {
      return "";
    }
    var prefix = new StringBuilder();
    int at = expression.startsWith("^") ? 1 : 0;
    while (at < expression.length()) {
      char c = expression.charAt(at);
      int next = at + 1;
      if (c == '\\' && next < expression.length()) {
        c = expression.charAt(next++);
        if (Character.isLetterOrDigit(c)) {
          break;
        }
      } else if (META.indexOf(c) >= 0) {
        break;
      }
      if (next < expression.length() && "*?{+".indexOf(expression.charAt(next)) >= 0) {
        return expression.charAt(next) == '+' ? prefix.append(c).toString() : prefix.toString();
      }
      prefix.append(c);
      at = next;
    }
    return prefix.toString();
  }

  /** Whether the expression takes every value of the variable that is there. */
  static boolean takesAll(Variable variable, String expression) {
    String bare = expression.startsWith("^") ? expression.substring(1) : expression;
    bare =
        bare.endsWith("$") && !bare.endsWith("\\$") ? bare.substring(0, bare.length() - 1) : bare;
    return switch (variable.kind()) {
      case PATH -> bare.equals(".*") || bare.equals(".+") || bare.equals("/.*");
      case METHOD -> bare.equals(".*") || bare.equals(".+");
      case HEADER, QUERY -> bare.equals(".*");
    };
  }
}
