package io.meshtwin.twin.regex;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A set of code points as disjoint ranges in ascending order. */
public final class Ranges {
  /** The last code point. */
  public static final int LAST = Character.MAX_CODE_POINT;

  /** Every code point. */
  public static final Ranges ALL = of(0, LAST);

  static final Ranges NONE = new Ranges(new int[0]);

  /** First and last of each range, in turn. */
  private final int[] bounds;

  private Ranges(int[] bounds) {
    this.bounds = bounds;
  }

  /** The code points from one to another, both among them. */
  public static Ranges of(int first, int last) {
    return new Ranges(new int[] {first, last});
  }

  static Ranges ofEach(int... singles) {
    return union(Arrays.stream(singles).mapToObj(c -> of(c, c)).toList());
  }

  static Ranges union(Collection<Ranges> parts) {
    List<int[]> pairs =
        parts.stream()
            .flatMap(part -> part.pairs().stream())
            .sorted(Comparator.comparingInt(pair -> pair[0]))
            .toList();
    int[] merged = new int[pairs.size() * 2];
    int size = 0;
    for (int[] pair : pairs) {
      if (size > 0 && pair[0] <= merged[size - 1] + 1) {
        merged[size - 1] = Math.max(merged[size - 1], pair[1]);
      } else {
        merged[size++] = pair[0];
        merged[size++] = pair[1];
      }
    }
    return new Ranges(Arrays.copyOf(merged, size));
  }

  Ranges and(Ranges other) {
    return union(List.of(not(), other.not())).not();
  }

  Ranges not() {
    int[] rest = new int[bounds.length + 2];
    int size = 0;
    int next = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] > next) {
        rest[size++] = next;
        rest[size++] = bounds[i] - 1;
      }
      next = bounds[i + 1] + 1;
    }
    if (next <= LAST) {
      rest[size++] = next;
      rest[size++] = LAST;
    }
    return new Ranges(Arrays.copyOf(rest, size));
  }

  /** Whether the code point is one of them. */
  public boolean has(int codePoint) {
    int found = Arrays.binarySearch(bounds, codePoint);
    // On a bound it is in; between a first (even place) and a last it is in, too.
    return found >= 0 || (-found - 1) % 2 == 1;
  }

  boolean isSingle() {
    return bounds.length == 2 && bounds[0] == bounds[1];
  }

  int first() {
    return bounds[0];
  }

  boolean isEmpty() {
    return bounds.length == 0;
  }

  /** First and last of each range, in ascending order. */
  public List<int[]> pairs() {
    var pairs = new int[bounds.length / 2][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new int[] {bounds[2 * i], bounds[2 * i + 1]};
    }
    return List.of(pairs);
  }
}
