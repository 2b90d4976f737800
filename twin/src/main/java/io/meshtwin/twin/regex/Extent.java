package io.meshtwin.twin.regex;

/**
 * How large an expression is, to RE2.
 *
 * @param instructions RE2's program has at most so many ({@code RE2::ProgramSize}): what {@code
 *     re2/compile.cc} makes of each part, with a jump wherever {@code Prog::Flatten} may need one
 *     in the place of an alternative. What RE2 makes shorter, as {@code a+a}, counts in full
 * @param repetitions the largest product of counts on a way into it ({@code RepetitionWalker})
 * @param bytes whether it has {@code \C}
 */
record Extent(long instructions, long repetitions, boolean bytes) {
  /** What any program has: failing, matching, and trying anew at every character. */
  private static final int FRAME = 6;

  /** A jump to where it begins. */
  private static final int ALTERNATIVE = 1;

  /** Jumps to where it begins and to what follows. */
  private static final int OPTION = 2;

  /** As an option; and another around it, where its inside may be empty. */
  private static final int LOOP = 2 * OPTION;

  private static final int CAPTURE = 2;
  private static final Extent ONE = new Extent(1, 1, false);

  /** Of a whole expression. */
  static Extent of(Syntax syntax) {
    Extent inside = measure(syntax);
    return inside.with(inside.instructions + FRAME);
  }

  private static Extent measure(Syntax syntax) {
    return switch (syntax) {
      case Syntax.One one -> ONE.with(Utf8.instructions(one.of()));
      case Syntax.AnyByte _ -> new Extent(1, 1, true);
      case Syntax.Place _ -> ONE;
      case Syntax.Group group -> measure(group.inside()).plus(CAPTURE);
      case Syntax.Sequence sequence ->
          sequence.parts().stream().map(Extent::measure).reduce(Extent::and).orElse(ONE);
      case Syntax.Either either ->
          either.options().stream()
              .map(option -> measure(option).plus(ALTERNATIVE))
              .reduce(Extent::and)
              .orElse(ONE);
      case Syntax.Repeat repeat -> repeated(measure(repeat.part()), repeat.least(), repeat.most());
    };
  }

  /** Written out: {@code x{2,4}} is {@code xx(x(x)?)?}, {@code x{2,}} is {@code xx+}. */
  private static Extent repeated(Extent part, int least, int most) {
    boolean open = most == Syntax.Repeat.UNLIMITED;
    long options = open ? 0 : most - least;
    long copies = open ? Math.max(least, 1) : most;
    long instructions =
        part.instructions * copies + OPTION * options + (open ? LOOP : 0) + (copies == 0 ? 1 : 0);
    long count = Math.max(1, open ? least : most);
    return new Extent(instructions, part.repetitions * count, part.bytes);
  }

  private Extent and(Extent next) {
    return new Extent(
        instructions + next.instructions,
        Math.max(repetitions, next.repetitions),
        bytes || next.bytes);
  }

  private Extent plus(int more) {
    return with(instructions + more);
  }

  private Extent with(long instructions) {
    return new Extent(instructions, repetitions, bytes);
  }
}
