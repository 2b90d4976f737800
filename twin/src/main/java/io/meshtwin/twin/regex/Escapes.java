package io.meshtwin.twin.regex;

/** What a backslash makes of the characters behind it, in a class or outside. */
final class Escapes {
  private Escapes() {}

  /**
   * The characters that {@code \\c} and what follows stand for. Sets are folded before they are
   * negated, as RE2 does; a single character is not folded yet.
   */
  static Ranges set(Cursor text, int c, boolean foldCase) {
    return switch (c) {
      case 'd' -> NamedClasses.DIGIT;
      case 'D' -> NamedClasses.DIGIT.not();
      case 's' -> NamedClasses.SPACE;
      case 'S' -> NamedClasses.SPACE.not();
      case 'w' -> folded(NamedClasses.WORD, foldCase);
      case 'W' -> folded(NamedClasses.WORD, foldCase).not();
      case 'p' -> unicode(text, false, foldCase);
      case 'P' -> unicode(text, true, foldCase);
      case 'a' -> Ranges.ofEach(0x07);
      case 'f' -> Ranges.ofEach('\f');
      case 't' -> Ranges.ofEach('\t');
      case 'n' -> Ranges.ofEach('\n');
      case 'r' -> Ranges.ofEach('\r');
      case 'v' -> Ranges.ofEach(0x0b);
      case 'x' -> Ranges.ofEach(hexadecimal(text));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> Ranges.ofEach(octal(text, c));
      default -> {
        if ((NamedClasses.WORD.has(c) && c != '_') || c > 0x7f) {
          throw text.unreadable("the escape \\" + Character.toString(c));
        }
        yield Ranges.ofEach(c);
      }
    };
  }

  private static Ranges unicode(Cursor text, boolean negative, boolean foldCase) {
    int c = text.next();
    String name = c == '{' ? text.until('}') : Character.toString(c);
    boolean caret = name.startsWith("^");
    Ranges found = NamedClasses.unicode(caret ? name.substring(1) : name);
    if (found == null) {
      throw text.unreadable("no Unicode class " + name);
    }
    Ranges set = folded(found, foldCase);
    return negative == caret ? set : set.not();
  }

  private static Ranges folded(Ranges set, boolean foldCase) {
    return foldCase ? CaseFolding.of(set) : set;
  }

  private static int hexadecimal(Cursor text) {
    String digits;
    if (text.taken("{")) {
      digits = text.until('}');
    } else {
      digits = Character.toString(text.next()) + Character.toString(text.next());
    }
    try {
      int value = Integer.parseInt(digits, 16);
      if (value >= 0 && value <= Bytes.LAST) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw text.unreadable("\\x{%s} is no byte, and proxies read bytes".formatted(digits));
  }

  /** Up to three digits; a single one that is not zero would be a back reference. */
  private static int octal(Cursor text, int first) {
    int value = first - '0';
    boolean several = text.seesOneOf('0', '7');
    if (first != '0' && !several) {
      throw text.unreadable("a back reference");
    }
    for (int i = 0; i < 2 && text.seesOneOf('0', '7'); i++) {
      value = value * 8 + (text.next() - '0');
    }
    return value;
  }
}
