package io.meshtwin.twin.regex;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads RE2's syntax (github.com/google/re2, doc/syntax.txt; flags as {@code re2::RE2} has them by
 * default, but for the encoding: Perl classes and {@code \b}, Unicode groups, bytes ({@link
 * Bytes}). Greediness and captures decide nothing where the whole text must match; captures count
 * for the size of RE2's program.
 */
public final class Re2Parser {
  /** RE2 repeats at most 1000 times. */
  private static final int TOO_OFTEN = 1001;

  /** Groups within groups that are read; RE2 has no such bound. */
  private static final int DEEPEST = 200;

  private final Cursor text;
  private boolean foldCase;
  private int depth;

  private Re2Parser(Cursor text) {
    this.text = text;
  }

  /**
   * Reads an expression.
   *
   * @throws UnreadableExpressionException when RE2 refuses it, but for its size, or it is not read
   */
  public static Syntax read(String expression) {
    var parser = new Re2Parser(new Cursor(Bytes.of(expression)));
    Syntax all = parser.either();
    if (parser.text.more()) {
      throw parser.text.unreadable("a parenthesis too many");
    }
    return all;
  }

  private Syntax either() {
    var options = new ArrayList<Syntax>();
    options.add(sequence());
    while (text.taken("|")) {
      options.add(sequence());
    }
    return options.size() == 1 ? options.getFirst() : new Syntax.Either(options);
  }

  private Syntax sequence() {
    var parts = new ArrayList<Syntax>();
    while (text.more() && text.peek() != '|' && text.peek() != ')') {
      if (text.taken("\\Q")) {
        quoted(parts);
      } else {
        Syntax item = item();
        parts.add(repeated(item));
      }
    }
    return parts.size() == 1 ? parts.getFirst() : new Syntax.Sequence(parts);
  }

  /** Everything up to {@code \E} stands for itself; a repetition binds the last character. */
  private void quoted(List<Syntax> parts) {
    while (text.more() && !text.taken("\\E")) {
      Syntax one = one(Ranges.ofEach(text.next()));
      if (text.taken("\\E")) {
        parts.add(repeated(one));
        return;
      }
      parts.add(one);
    }
  }

  private Syntax item() {
    int c = text.next();
    return switch (c) {
      case '(' -> group();
      case '[' -> new Syntax.One(new ClassReader(text, foldCase).read());
      case '.' -> new Syntax.One(Ranges.ALL);
      case '^' -> Syntax.Place.BEGIN;
      case '$' -> Syntax.Place.END;
      case '\\' -> escaped();
      case '*', '+', '?' -> throw text.unreadable("nothing to repeat");
      default -> one(Ranges.ofEach(c));
    };
  }

  private Syntax group() {
    boolean before = foldCase;
    boolean captures = true;
    if (text.taken("?")) {
      captures = text.taken("P<") || text.taken("<");
      if (captures) {
        text.until('>');
      } else if (!flags()) {
        // Flags for the rest of the group around.
        return Syntax.EMPTY;
      }
    }
    if (++depth > DEEPEST) {
      throw UnreadableExpressionException.taken(
          "it has more than " + DEEPEST + " groups within each other");
    }
    Syntax inside = either();
    depth--;
    if (!text.taken(")")) {
      throw text.unreadable("a parenthesis is not closed");
    }
    foldCase = before;
    return captures ? new Syntax.Group(inside) : inside;
  }

  /** Reads {@code i-s:} or {@code i-s)}; whether a group of its own follows. */
  private boolean flags() {
    boolean on = true;
    boolean fold = foldCase;
    while (true) {
      int c = text.next();
      switch (c) {
        // Without line breaks in the text, m and s decide nothing, and U is about greediness.
        case 'm', 's', 'U' -> {}
        case 'i' -> fold = on;
        case '-' -> on = false;
        case ':', ')' -> {
          foldCase = fold;
          return c == ':';
        }
        default -> throw text.unreadable("an unknown flag");
      }
    }
  }

  private Syntax repeated(Syntax item) {
    int[] count = count();
    if (count == null) {
      return item;
    }
    text.taken("?");
    if (count() != null) {
      throw text.unreadable("a repetition of a repetition");
    }
    return new Syntax.Repeat(item, count[0], count[1]);
  }

  /** Least and most, or null where no repetition follows; then nothing is read. */
  private int @Nullable [] count() {
    int begin = text.place();
    int[] count = text.more() ? operator() : null;
    if (count == null) {
      text.returnTo(begin);
    }
    return count;
  }

  private int @Nullable [] operator() {
    int unlimited = Syntax.Repeat.UNLIMITED;
    return switch (text.next()) {
      case '*' -> new int[] {0, unlimited};
      case '+' -> new int[] {1, unlimited};
      case '?' -> new int[] {0, 1};
      case '{' -> bounds();
      default -> null;
    };
  }

  /** What stands in braces, or null where they stand for themselves, as in {@code {,3}}. */
  private int @Nullable [] bounds() {
    int least = text.number(TOO_OFTEN);
    boolean open = text.taken(",");
    int most = open ? text.number(TOO_OFTEN) : least;
    if (least < 0 || !text.taken("}")) {
      return null;
    }
    if (Math.max(least, most) == TOO_OFTEN || (most >= 0 && most < least)) {
      throw text.unreadable("a repetition out of range");
    }
    return new int[] {least, most};
  }

  private Syntax escaped() {
    int c = text.next();
    return switch (c) {
      case 'A' -> Syntax.Place.BEGIN;
      case 'z' -> Syntax.Place.END;
      case 'b' -> Syntax.Place.WORD_BOUNDARY;
      case 'B' -> Syntax.Place.NO_WORD_BOUNDARY;
      case 'C' -> new Syntax.AnyByte();
      case 'E' -> Syntax.EMPTY;
      default -> {
        Ranges set = Escapes.set(text, c, foldCase);
        yield set.isSingle() ? one(set) : new Syntax.One(set);
      }
    };
  }

  private Syntax one(Ranges set) {
    return new Syntax.One(foldCase ? CaseFolding.of(set) : set);
  }
}
