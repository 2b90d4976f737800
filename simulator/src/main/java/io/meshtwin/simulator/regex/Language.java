package io.meshtwin.simulator.regex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A set of texts as a deterministic automaton whose states come into being when a walk reaches
 * them. A state is the set of the program's nodes that are waiting for a character, and what kind
 * of character came before, which {@code ^} and {@code \b} look at.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Language {
  private static final Syntax ANYTHING =
      new Syntax.Repeat(new Syntax.One(Ranges.ALL), 0, Syntax.Repeat.UNLIMITED);

  private final Program program;
  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<State> states = new ArrayList<>();
  private final Map<Step, Integer> steps = new HashMap<>();

  private enum Before {
    NOTHING,
    WORD,
    OTHER
  }

  /** Nodes in ascending order, before places are looked at. */
  private record State(BitSet nodes, Before before) {}

  private record Step(int state, int codePoint) {}

  private Language(Syntax syntax) {
    program = Program.of(syntax);
    var first = new BitSet();
    first.set(program.start());
    number(new State(first, Before.NOTHING));
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

  /** One text. */
  public static Language ofText(String text) {
    return new Language(Syntax.text(text));
  }

  /** All texts that begin so. */
  public static Language beginningWith(String prefix) {
    return new Language(new Syntax.Sequence(List.of(Syntax.text(prefix), ANYTHING)));
  }

  /** A path and all under it, by whole segments. */
  public static Language under(String path) {
    Syntax below = new Syntax.Sequence(List.of(Syntax.text("/"), ANYTHING));
    return new Language(
        new Syntax.Sequence(List.of(Syntax.text(path), new Syntax.Repeat(below, 0, 1))));
  }

  /** Whether the text is one of them. */
  public boolean has(String text) {
    int state = 0;
    for (int c : text.codePoints().toArray()) {
      state = step(state, c);
    }
    return accepts(state);
  }

  /** The state after one more character; 0 is the first state. */
  int step(int state, int codePoint) {
    return steps.computeIfAbsent(
        new Step(state, codePoint), _ -> number(next(states.get(state), codePoint)));
  }

  /** Whether the text may end here. */
  boolean accepts(int state) {
    State at = states.get(state);
    return reachable(at, false, true).get(Program.END);
  }

  /** Whether no text goes on from here and none ends here. */
  boolean isDead(int state) {
    return states.get(state).nodes().isEmpty();
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

  private State next(State state, int codePoint) {
    boolean word = NamedClasses.WORD.has(codePoint);
    BitSet here = reachable(state, word, false);
    var after = new BitSet();
    for (int i = here.nextSetBit(0); i >= 0; i = here.nextSetBit(i + 1)) {
      Program.Node node = program.node(i);
      if (node.takes() != null && node.takes().has(codePoint)) {
        after.set(node.next());
      }
    }
    return new State(after, word ? Before.WORD : Before.OTHER);
  }

  /** What can be reached without a character, given what comes next. */
  private BitSet reachable(State state, boolean wordNext, boolean atEnd) {
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

  private int number(State state) {
    Integer known = numbers.putIfAbsent(state, states.size());
    if (known != null) {
      return known;
    }
    states.add(state);
    return states.size() - 1;
  }
}
