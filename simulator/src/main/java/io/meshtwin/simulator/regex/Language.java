package io.meshtwin.simulator.regex;

import io.meshtwin.twin.regex.Bytes;
import io.meshtwin.twin.regex.NamedClasses;
import io.meshtwin.twin.regex.Ranges;
import io.meshtwin.twin.regex.Re2Parser;
import io.meshtwin.twin.regex.Syntax;
import io.meshtwin.twin.regex.UnreadableExpressionException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of texts as a deterministic automaton whose states come into being when a walk reaches
 * them. A state is the set of the program's nodes that are waiting for a character, and what kind
 * of character came before, which {@code ^} and {@code \b} look at.
 *
 * <p>Any number of threads may ask: a state never changes but for the links that are found to the
 * next ones, and a thread that does not see a link yet finds it again.
 */
public final class Language {
  private static final Syntax ANYTHING =
      new Syntax.Repeat(new Syntax.One(Ranges.ALL), 0, Syntax.Repeat.UNLIMITED);

  private static final int ASCII = 128;
  private static final int FEW = 16;

  /** Valid UTF-8 (RFC 3629). */
  private static final Language TEXTS =
      of(
          "(?:[\\x00-\\x7f]|[\\xc2-\\xdf][\\x80-\\xbf]|\\xe0[\\xa0-\\xbf][\\x80-\\xbf]"
              + "|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}|\\xed[\\x80-\\x9f][\\x80-\\xbf]"
              + "|\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}"
              + "|\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2})*");

  private final Program program;
  private final Map<Key, Integer> numbers = new HashMap<>();
  private final Map<Step, Integer> others = new ConcurrentHashMap<>();
  private volatile @Nullable State[] states = new State[FEW];
  private int count;

  private enum Before {
    NOTHING,
    WORD,
    OTHER
  }

  /** Nodes in ascending order, before places are looked at. */
  private record Key(BitSet nodes, Before before) {}

  private record Step(int state, int codePoint) {}

  /** A state, and where ASCII leads from it: a number plus one, 0 where that is not known yet. */
  private static final class State {
    private final Key key;
    private final boolean accepts;
    private final int[] next = new int[ASCII];

    private State(Key key, boolean accepts) {
      this.key = key;
      this.accepts = accepts;
    }
  }

  private Language(Syntax syntax) {
    program = Program.of(syntax);
    var first = new BitSet();
    first.set(program.start());
    number(new Key(first, Before.NOTHING));
  }

  /**
   * All texts that an RE2 expression takes as a whole.
   *
   * @throws IllegalArgumentException where RE2 refuses the expression, it has {@code \C}, or it is
   *     too large; the message names the expression
   */
  public static Language of(String expression) {
    try {
      return new Language(Re2Parser.read(expression));
    } catch (UnreadableExpressionException e) {
      throw new IllegalArgumentException("the expression " + expression + ": " + e.getMessage(), e);
    }
  }

  /** All texts: what is no UTF-8 is none that we could write down. */
  static Language ofTexts() {
    return TEXTS;
  }

  /** One text. */
  public static Language ofText(String text) {
    return new Language(Syntax.text(Bytes.of(text)));
  }

  /** All texts that begin so. */
  public static Language beginningWith(String prefix) {
    return new Language(new Syntax.Sequence(List.of(Syntax.text(Bytes.of(prefix)), ANYTHING)));
  }

  /** A path and all under it, by whole segments. */
  public static Language under(String path) {
    Syntax below = new Syntax.Sequence(List.of(Syntax.text("/"), ANYTHING));
    return new Language(
        new Syntax.Sequence(List.of(Syntax.text(Bytes.of(path)), new Syntax.Repeat(below, 0, 1))));
  }

  /** Whether the text is one of them. */
  public boolean has(String text) {
    int state = 0;
    String bytes = Bytes.of(text);
    for (int i = 0; i < bytes.length(); i++) {
      state = step(state, bytes.charAt(i));
    }
    return accepts(state);
  }

  /** The state after one more character; 0 is the first state. */
  int step(int state, int codePoint) {
    State from = at(state);
    if (codePoint >= ASCII) {
      return others.computeIfAbsent(
          new Step(state, codePoint), _ -> number(next(from.key, codePoint)));
    }
    int known = from.next[codePoint];
    if (known == 0) {
      known = number(next(from.key, codePoint)) + 1;
      from.next[codePoint] = known;
    }
    return known - 1;
  }

  /** Whether the text may end here. */
  boolean accepts(int state) {
    return at(state).accepts;
  }

  /** Whether no text goes on from here and none ends here. */
  boolean isDead(int state) {
    return at(state).key.nodes().isEmpty();
  }

  private State at(int state) {
    return Objects.requireNonNull(states[state]);
  }

  /** Adds the code points at which a range that this language tells apart begins. */
  void boundaries(SortedSet<Integer> found) {
    for (int i = 0; i < program.size(); i++) {
      Program.Node node = program.node(i);
      if (node.takes() != null) {
        add(node.takes(), found);
      } else if (node.place() == Syntax.Place.WORD_BOUNDARY
          || node.place() == Syntax.Place.NO_WORD_BOUNDARY) {
        add(NamedClasses.WORD, found);
      }
    }
  }

  private static void add(Ranges ranges, SortedSet<Integer> found) {
    for (int[] pair : ranges.pairs()) {
      found.add(pair[0]);
      found.add(pair[1] + 1);
    }
  }

  private Key next(Key state, int codePoint) {
    boolean word = NamedClasses.WORD.has(codePoint);
    BitSet here = reachable(state, word, false);
    var after = new BitSet();
    for (int i = here.nextSetBit(0); i >= 0; i = here.nextSetBit(i + 1)) {
      Program.Node node = program.node(i);
      if (node.takes() != null && node.takes().has(codePoint)) {
        after.set(node.next());
      }
    }
    return new Key(after, word ? Before.WORD : Before.OTHER);
  }

  /** What can be reached without a character, given what comes next. */
  private BitSet reachable(Key state, boolean wordNext, boolean atEnd) {
    boolean boundary = (state.before() == Before.WORD) != wordNext;
    var found = new BitSet();
    var open = new ArrayDeque<Integer>();
    state.nodes().stream().forEach(open::push);
    while (!open.isEmpty()) {
      int number = open.pop();
      Program.Node node = program.node(number);
      if (found.get(number)) {
        continue;
      }
      found.set(number);
      boolean goesOn =
          node.takes() == null
              && switch (node.place()) {
                case null -> true;
                case BEGIN -> state.before() == Before.NOTHING;
                case END -> atEnd;
                case WORD_BOUNDARY -> boundary;
                case NO_WORD_BOUNDARY -> !boundary;
              };
      if (goesOn) {
        Stream.of(node.next(), node.other()).filter(n -> n != Program.NOWHERE).forEach(open::push);
      }
    }
    return found;
  }

  private synchronized int number(Key key) {
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    var state = new State(key, reachable(key, false, true).get(Program.END));
    if (count == states.length) {
      states = Arrays.copyOf(states, 2 * count);
    }
    @Nullable State[] all = states;
    all[count] = state;
    states = all; // what was written to it is seen with it
    numbers.put(key, count);
    return count++;
  }
}
