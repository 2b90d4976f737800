package io.meshtwin.simulator.regex;

import java.util.List;

/** An expression, read. */
sealed interface Syntax {
  Syntax EMPTY = new Sequence(List.of());

  /** One code point of a set. */
  record One(Ranges of) implements Syntax {}

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
    static final int UNLIMITED = -1;
  }

  /** A place in the text, without width. */
  enum Place implements Syntax {
    BEGIN,
    END,
    WORD_BOUNDARY,
    NO_WORD_BOUNDARY
  }

  /** A text, character by character. */
  static Syntax text(String text) {
    return new Sequence(
        text.codePoints().mapToObj(c -> (Syntax) new One(Ranges.of(c, c))).toList());
  }
}
