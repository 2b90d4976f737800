package io.meshtwin.twin.regex;

import java.util.List;
import java.util.Optional;

/**
 * What every text of an expression begins and ends with: enough to see, mostly, that two
 * expressions have no text in common.
 *
 * @param beginning what each text begins with, maybe empty
 * @param end what each text ends with, maybe empty
 * @param whole whether the beginning is all of it, and so is the end
 */
public record Literals(String beginning, String end, boolean whole) {
  private static final Literals NOTHING = new Literals("", "", true);
  private static final Literals ANYTHING = new Literals("", "", false);

  /** Those of an expression; empty where it cannot be read. */
  public static Optional<Literals> of(String expression) {
    try {
      Literals bytes = of(Re2Parser.read(expression));
      String beginning = Bytes.beginning(bytes.beginning);
      boolean ascii = Bytes.of(beginning).equals(bytes.beginning);
      return Optional.of(new Literals(beginning, Bytes.end(bytes.end), bytes.whole && ascii));
    } catch (UnreadableExpressionException e) {
      return Optional.empty();
    }
  }

  /** A place takes texts away, so what all have in common stays. */
  static Literals of(Syntax syntax) {
    return switch (syntax) {
      case Syntax.One one -> one(one.of());
      case Syntax.AnyByte _ -> ANYTHING;
      case Syntax.Group group -> of(group.inside());
      case Syntax.Place _ -> NOTHING;
      case Syntax.Sequence sequence -> {
        Literals all = NOTHING;
        for (Syntax part : sequence.parts()) {
          all = all.then(of(part));
        }
        yield all;
      }
      case Syntax.Either either -> common(either.options());
      case Syntax.Repeat repeat -> {
        Literals part = repeat.least() == 0 ? ANYTHING : of(repeat.part());
        yield repeat.least() == 1 && repeat.most() == 1
            ? part
            : new Literals(part.beginning, part.end, false);
      }
    };
  }

  private static Literals one(Ranges ranges) {
    List<int[]> pairs = ranges.pairs();
    if (pairs.size() != 1 || pairs.getFirst()[0] != pairs.getFirst()[1]) {
      return ANYTHING;
    }
    String text = Character.toString(pairs.getFirst()[0]);
    return new Literals(text, text, true);
  }

  private Literals then(Literals next) {
    return new Literals(
        whole ? beginning + next.beginning : beginning,
        next.whole ? end + next.end : next.end,
        whole && next.whole);
  }

  private static Literals common(List<Syntax> options) {
    Literals all = of(options.getFirst());
    for (Syntax option : options.subList(1, options.size())) {
      Literals other = of(option);
      all =
          new Literals(
              beginning(all.beginning, other.beginning),
              end(all.end, other.end),
              all.whole && other.whole && all.beginning.equals(other.beginning));
    }
    return all;
  }

  private static String beginning(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return one.substring(0, same);
  }

  private static String end(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(one.length() - 1 - same) == other.charAt(other.length() - 1 - same)) {
      same++;
    }
    return one.substring(one.length() - same);
  }
}
