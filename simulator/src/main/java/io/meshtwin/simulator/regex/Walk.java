package io.meshtwin.simulator.regex;

import io.meshtwin.twin.regex.Bytes;
import io.meshtwin.twin.regex.NamedClasses;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the shortest text that some languages have and others do not, by walking all of them
 * together, byte by byte, breadth first. Of texts of one length the one with the plainest
 * characters is found.
 */
public final class Walk {
  private static final int ASCII = 128;

  private final List<Language> having;
  private final List<Language> lacking;
  private final int[] alphabet;

  /** What a walk found. */
  public sealed interface Result {
    /** The text. */
    record Found(String text) implements Result {}

    /** Proven: there is none. */
    record Nothing() implements Result {}

    /** Neither, after so many states. */
    record GaveUp(int states) implements Result {}
  }

  /** One state of each language. */
  private static final class At {
    private final int[] states;
    private final int hash;

    At(int[] states) {
      this.states = states;
      this.hash = Arrays.hashCode(states);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof At at && Arrays.equals(states, at.states);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private record Came(@Nullable At from, int codePoint) {}

  private Walk(List<Language> having, List<Language> lacking) {
    int[] characters = alphabet(having, lacking);
    boolean ascii = Arrays.stream(characters).allMatch(c -> c < ASCII);
    this.having =
        ascii ? having : Stream.concat(having.stream(), Stream.of(Language.ofTexts())).toList();
    this.lacking = lacking;
    this.alphabet = ascii ? characters : alphabet(this.having, lacking);
  }

  /**
   * Walks.
   *
   * @param having languages that must have the text; at least one
   * @param lacking languages that must not have it
   * @param most states to visit before giving up, positive
   */
  public static Result shortest(List<Language> having, List<Language> lacking, int most) {
    return new Walk(having, lacking).run(most);
  }

  private Result run(int most) {
    Map<At, Came> came = new HashMap<>();
    var open = new ArrayDeque<At>();
    var start = new At(new int[having.size() + lacking.size()]);
    came.put(start, new Came(null, 0));
    open.add(start);
    while (!open.isEmpty()) {
      At at = open.remove();
      if (ends(at)) {
        return new Result.Found(text(at, came));
      }
      for (int codePoint : alphabet) {
        At next = step(at, codePoint);
        if (next != null && came.putIfAbsent(next, new Came(at, codePoint)) == null) {
          open.add(next);
        }
      }
      if (came.size() > most) {
        return new Result.GaveUp(came.size());
      }
    }
    return new Result.Nothing();
  }

  private boolean ends(At at) {
    for (int i = 0; i < having.size(); i++) {
      if (!having.get(i).accepts(at.states[i])) {
        return false;
      }
    }
    for (int i = 0; i < lacking.size(); i++) {
      if (lacking.get(i).accepts(at.states[having.size() + i])) {
        return false;
      }
    }
    return true;
  }

  /** Null where a language that must have the text cannot any more. */
  private @Nullable At step(At at, int codePoint) {
    int[] next = new int[at.states.length];
    for (int i = 0; i < next.length; i++) {
      boolean must = i < having.size();
      Language language = must ? having.get(i) : lacking.get(i - having.size());
      next[i] = language.step(at.states[i], codePoint);
      if (must && language.isDead(next[i])) {
        return null;
      }
    }
    return new At(next);
  }

  private static String text(At end, Map<At, Came> came) {
    var reversed = new StringBuilder();
    Came step = came.get(end);
    while (step != null && step.from() != null) {
      reversed.insert(0, Character.toString(step.codePoint()));
      step = came.get(step.from());
    }
    return Bytes.text(reversed.toString());
  }

  /** One character of each kind that the languages tell apart, the plainest first. */
  private static int[] alphabet(List<Language> having, List<Language> lacking) {
    var bounds = new TreeSet<Integer>();
    bounds.add(0);
    having.forEach(language -> language.boundaries(bounds));
    lacking.forEach(language -> language.boundaries(bounds));
    return bounds.stream()
        .filter(first -> first <= Bytes.LAST)
        .map(first -> {
          Integer next = bounds.higher(first);
          return plainest(first, next == null ? Bytes.LAST : Math.min(next - 1, Bytes.LAST));
        })
        .sorted(Comparator.comparingInt(Walk::oddity).thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int plainest(int first, int last) {
    for (char c : new char[] {'x', 'a', '0', 'A', '-'}) {
      if (c >= first && c <= last) {
        return c;
      }
    }
    int printable = Math.max(first, ' ');
    return printable <= Math.min(last, '~') ? printable : first;
  }

  private static int oddity(int c) {
    if (NamedClasses.LOWER.has(c)) {
      return 0;
    }
    if (NamedClasses.DIGIT.has(c)) {
      return 1;
    }
    return NamedClasses.UPPER.has(c) ? 2 : c > ' ' && c < 0x7f ? 3 : 4;
  }
}
