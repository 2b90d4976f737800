package io.meshtwin.twin.regex;

import java.util.List;

/**
 * An expression, read; greediness is not kept, as it decides nothing where the whole text must
 * match.
 */
public sealed interface Syntax {
  /** Takes the empty text. */
  Syntax EMPTY = new Sequence(List.of());

  /** One code point of a set. */
  record One(Ranges of) implements Syntax {}

  /** A single byte ({@code \C}); of a text of ASCII characters, one of them. */
  record AnyByte() implements Syntax {}

  /** A group that captures; it takes what its inside takes. */
  record Group(Syntax inside) implements Syntax {}

  /** One after the other; none is the empty text. */
  record Sequence(List<Syntax> parts) implements Syntax {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of several. */
  record Either(List<Syntax> options) implements Syntax {
    public Either {
      options = List.copyOf(options);
    }
  }

  /** At least {@code least} times, at most {@code most} times; {@link #UNLIMITED} for no limit. */
  record Repeat(Syntax part, int least, int most) implements Syntax {
    /** No limit. */
    public static final int UNLIMITED = -1;
  }

  /** A place in the text, without width. */
  enum Place implements Syntax {
    /** Where the text begins. */
    BEGIN,
    /** Where it ends. */
    END,
    /** Between a letter, digit or underscore and something else. */
    WORD_BOUNDARY,
    /** Where there is no such boundary. */
    NO_WORD_BOUNDARY
  }

  /** A text, character by character. */
  static Syntax text(String text) {
    return new Sequence(
        text.codePoints().mapToObj(c -> (Syntax) new One(Ranges.of(c, c))).toList());
  }
}
