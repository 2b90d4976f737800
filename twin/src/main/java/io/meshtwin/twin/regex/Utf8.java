package io.meshtwin.twin.regex;

import java.util.HashSet;
import java.util.Set;

/**
 * What RE2 makes of a set of characters: instructions that take one byte each ({@code
 * Compiler::AddRuneRangeUTF8}). Beginnings that sequences have in common are made once, and so are
 * endings, to which jumps lead.
 */
final class Utf8 {
  private static final int LINE_BREAK = '\n';

  /** The last characters of one, two and three bytes. */
  private static final int[] LAST = {0x7f, 0x7ff, 0xffff};

  /** Bits of a byte that is not the first. */
  private static final int CONTINUATION = 6;

  /** All beyond ASCII: three first bytes, and three that go on. */
  private static final int BEYOND_ASCII = 6;

  /** Stands for the number of bytes where an instruction is one for several sequences. */
  private static final int SHARED = 0;

  /**
   * An instruction that takes a byte, or a jump to one that several sequences share.
   *
   * @param bytes of the sequence, or {@link #SHARED}
   * @param behind bytes that follow
   * @param low the least of this byte and all before it; where it is shared, and all behind it
   * @param high the greatest
   */
  private record Step(int bytes, int behind, int low, int high) {}

  private final Set<Step> made = new HashSet<>();
  private int more;

  private Utf8() {}

  /** At most so many. */
  static long instructions(Ranges set) {
    var utf8 = new Utf8();
    set.pairs().forEach(pair -> utf8.add(pair[0], pair[1]));
    return Math.max(1, utf8.made.size() + utf8.more);
  }

  private void add(int low, int high) {
    if (low == LAST[0] + 1 && high == Ranges.LAST) {
      more += BEYOND_ASCII;
      return;
    }
    for (int last : LAST) {
      if (low <= last && last < high) {
        add(low, last);
        add(last + 1, high);
        return;
      }
    }
    if (high <= LAST[0]) {
      made.add(new Step(1, 0, low, high));
      // RE2's dot leaves the line break out, which is in no text here.
      more += low < LINE_BREAK && high > LINE_BREAK ? 1 : 0;
      return;
    }
    for (int bytes = 1; bytes < 4; bytes++) {
      int mask = (1 << (CONTINUATION * bytes)) - 1;
      if ((low & ~mask) != (high & ~mask)) {
        if ((low & mask) != 0) {
          add(low, low | mask);
          add((low | mask) + 1, high);
          return;
        }
        if ((high & mask) != mask) {
          add(low, (high & ~mask) - 1);
          add(high & ~mask, high);
          return;
        }
      }
    }
    sequence(low, high);
  }

  /** One sequence of byte ranges, from its last byte to its first. */
  private void sequence(int low, int high) {
    int bytes = low <= LAST[1] ? 2 : low <= LAST[2] ? 3 : 4;
    for (int behind = 0; behind < bytes; behind++) {
      int shift = CONTINUATION * behind;
      boolean range = low >> shift < high >> shift;
      made.add(new Step(bytes, behind, low >> shift, high >> shift));
      if (behind == 0 || (range && behind < bytes - 1)) {
        int ending = (1 << (shift + CONTINUATION)) - 1;
        made.add(new Step(SHARED, behind, low & ending, high & ending));
      }
    }
  }
}
