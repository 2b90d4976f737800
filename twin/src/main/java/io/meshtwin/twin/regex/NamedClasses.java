package io.meshtwin.twin.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * RE2's classes with a name: Perl's ({@code \d}) and POSIX's ({@code [:alpha:]}), which are ASCII,
 * and Unicode's categories and scripts ({@code \p{Greek}}), in the version of the Java platform.
 */
public final class NamedClasses {
  /** {@code \d}. */
  public static final Ranges DIGIT = Ranges.of('0', '9');

  static final Ranges SPACE = Ranges.ofEach('\t', '\n', '\f', '\r', ' ');

  /** {@code [:upper:]}. */
  public static final Ranges UPPER = Ranges.of('A', 'Z');

  /** {@code [:lower:]}. */
  public static final Ranges LOWER = Ranges.of('a', 'z');

  /** {@code \w}. */
  public static final Ranges WORD = union(DIGIT, UPPER, LOWER, Ranges.ofEach('_'));

  private static final Ranges ALPHA = union(UPPER, LOWER);
  private static final Ranges PUNCT =
      union(Ranges.of('!', '/'), Ranges.of(':', '@'), Ranges.of('[', '`'), Ranges.of('{', '~'));

  private static final Map<String, Ranges> POSIX =
      Map.ofEntries(
          Map.entry("alnum", union(ALPHA, DIGIT)),
          Map.entry("alpha", ALPHA),
          Map.entry("ascii", Ranges.of(0, 0x7f)),
          Map.entry("blank", Ranges.ofEach('\t', ' ')),
          Map.entry("cntrl", union(Ranges.of(0, 0x1f), Ranges.ofEach(0x7f))),
          Map.entry("digit", DIGIT),
          Map.entry("graph", Ranges.of('!', '~')),
          Map.entry("lower", LOWER),
          Map.entry("print", Ranges.of(' ', '~')),
          Map.entry("punct", PUNCT),
          Map.entry("space", union(SPACE, Ranges.ofEach(0x0b))),
          Map.entry("upper", UPPER),
          Map.entry("word", WORD),
          Map.entry("xdigit", union(DIGIT, Ranges.of('A', 'F'), Ranges.of('a', 'f'))));

  /** General categories by the letters that RE2 gives them. */
  private static final Map<String, List<Integer>> CATEGORIES =
      Map.ofEntries(
          category("Lu", Character.UPPERCASE_LETTER),
          category("Ll", Character.LOWERCASE_LETTER),
          category("Lt", Character.TITLECASE_LETTER),
          category("Lm", Character.MODIFIER_LETTER),
          category("Lo", Character.OTHER_LETTER),
          category("Mn", Character.NON_SPACING_MARK),
          category("Me", Character.ENCLOSING_MARK),
          category("Mc", Character.COMBINING_SPACING_MARK),
          category("Nd", Character.DECIMAL_DIGIT_NUMBER),
          category("Nl", Character.LETTER_NUMBER),
          category("No", Character.OTHER_NUMBER),
          category("Zs", Character.SPACE_SEPARATOR),
          category("Zl", Character.LINE_SEPARATOR),
          category("Zp", Character.PARAGRAPH_SEPARATOR),
          category("Cc", Character.CONTROL),
          category("Cf", Character.FORMAT),
          category("Co", Character.PRIVATE_USE),
          category("Cs", Character.SURROGATE),
          category("Pd", Character.DASH_PUNCTUATION),
          category("Ps", Character.START_PUNCTUATION),
          category("Pe", Character.END_PUNCTUATION),
          category("Pc", Character.CONNECTOR_PUNCTUATION),
          category("Po", Character.OTHER_PUNCTUATION),
          category("Pi", Character.INITIAL_QUOTE_PUNCTUATION),
          category("Pf", Character.FINAL_QUOTE_PUNCTUATION),
          category("Sm", Character.MATH_SYMBOL),
          category("Sc", Character.CURRENCY_SYMBOL),
          category("Sk", Character.MODIFIER_SYMBOL),
          category("So", Character.OTHER_SYMBOL));

  private static final Map<String, Ranges> UNICODE = new ConcurrentHashMap<>();

  private NamedClasses() {}

  static @Nullable Ranges posix(String name) {
    return POSIX.get(name);
  }

  /** A category of one or two letters, or a script; null where RE2 has none of this name. */
  static @Nullable Ranges unicode(String name) {
    if (name.equals("Any")) {
      return Ranges.ALL;
    }
    List<Integer> types =
        CATEGORIES.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(name) && name.length() <= 2)
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    if (!types.isEmpty()) {
      return UNICODE.computeIfAbsent(
          name, _ -> collected(codePoint -> types.contains(Character.getType(codePoint))));
    }
    Character.UnicodeScript script = script(name);
    return script == null
        ? null
        : UNICODE.computeIfAbsent(
            name, _ -> collected(codePoint -> Character.UnicodeScript.of(codePoint) == script));
  }

  private static Character.@Nullable UnicodeScript script(String name) {
    try {
      var script = Character.UnicodeScript.forName(name);
      // Java also takes abbreviations and any case, RE2 does not.
      return script.name().equals(name.toUpperCase(Locale.ROOT)) ? script : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Ranges collected(IntPredicate member) {
    var found = new ArrayList<Ranges>();
    int first = -1;
    for (int c = 0; c <= Ranges.LAST + 1; c++) {
      boolean in = c <= Ranges.LAST && member.test(c);
      if (in && first < 0) {
        first = c;
      } else if (!in && first >= 0) {
        found.add(Ranges.of(first, c - 1));
        first = -1;
      }
    }
    return Ranges.union(found);
  }

  private static Map.Entry<String, List<Integer>> category(String name, byte type) {
    return Map.entry(name, List.of((int) type));
  }

  private static Ranges union(Ranges... parts) {
    return Ranges.union(List.of(parts));
  }
}
