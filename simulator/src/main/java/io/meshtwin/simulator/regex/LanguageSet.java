package io.meshtwin.simulator.regex;

import io.meshtwin.twin.regex.NamedClasses;
import io.meshtwin.twin.regex.Ranges;
import io.meshtwin.twin.regex.Re2Parser;
import io.meshtwin.twin.regex.Syntax.Place;
import io.meshtwin.twin.regex.UnreadableExpressionException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many expressions asked at once: which of them take a text. One automaton for all of them, whose
 * states come into being when a text first reaches them, as in RE2's {@code Set}; so a text costs
 * its length, however many expressions there are.
 *
 * <p>Some expressions together need too many states; then the set gives up, and each must be asked
 * by itself. Any number of threads may ask. A state never changes but for the links that are found
 * to the next ones; a thread that does not see a link yet finds it again.
 */
public final class LanguageSet {
  /** Nodes in all states together, before the set gives up: a bound on memory and on work. */
  private static final int MOST_NODES = 4_000_000;

  private static final int ASCII = 128;

  private final List<Program> programs;

  /** The number of each program's first node among all nodes. */
  private final int[] bases;

  /** Characters that no expression tells apart have the same class. */
  private final int[] classes = new int[ASCII];

  private final int classCount;

  /** Whether an expression asks what kind of character came before. */
  private final boolean words;

  private final Map<Key, State> known = new HashMap<>();
  private final State first;
  private volatile boolean exhausted;
  private int nodes;

  private enum Before {
    NOTHING,
    WORD,
    OTHER
  }

  private record Key(List<Integer> nodes, Before before) {}

  /** What may come next, and which expressions may end here. */
  private static final class State {
    private final Key key;
    private final int[] ending;
    private final @Nullable State[] next;

    private State(Key key, int[] ending, int classCount) {
      this.key = key;
      this.ending = ending;
      this.next = new State[classCount];
    }

    private boolean isDead() {
      return key.nodes.isEmpty();
    }
  }

  private LanguageSet(List<Program> programs) {
    this.programs = programs;
    this.bases = new int[programs.size()];
    for (int i = 1; i < bases.length; i++) {
      bases[i] = bases[i - 1] + programs.get(i - 1).size();
    }
    var boundaries = new TreeSet<Integer>();
    this.words = boundaries(programs, boundaries);
    for (int c = 0; c < ASCII; c++) {
      classes[c] = boundaries.headSet(c, true).size();
    }
    this.classCount = classes[ASCII - 1] + 1;
    this.first = begin();
  }

  /** Where a class of characters begins; whether words' bounds are asked for. */
  private static boolean boundaries(List<Program> programs, SortedSet<Integer> found) {
    boolean words = false;
    for (Program program : programs) {
      for (int i = 0; i < program.size(); i++) {
        Program.Node node = program.node(i);
        if (node.takes() != null) {
          add(node.takes(), found);
        }
        words |= node.place() == Place.WORD_BOUNDARY || node.place() == Place.NO_WORD_BOUNDARY;
      }
    }
    if (words) {
      add(NamedClasses.WORD, found);
    }
    return words;
  }

  private static void add(Ranges ranges, SortedSet<Integer> found) {
    for (int[] pair : ranges.pairs()) {
      found.add(pair[0]);
      found.add(pair[1] + 1);
    }
  }

  /**
   * The set of some expressions.
   *
   * @throws IllegalArgumentException where one cannot be read
   */
  public static LanguageSet of(List<String> expressions) {
    try {
      return new LanguageSet(expressions.stream().map(Re2Parser::read).map(Program::of).toList());
    } catch (UnreadableExpressionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The places in the list of the expressions that take the text, ascending; null when the set has
   * given up. Not to be changed.
   *
   * @param text of ASCII characters
   */
  public int @Nullable [] having(String text) {
    if (exhausted) {
      return null;
    }
    State state = first;
    for (int i = 0; i < text.length() && !state.isDead(); i++) {
      char c = text.charAt(i);
      if (c >= ASCII) {
        throw new IllegalArgumentException("not ASCII: " + text);
      }
      State next = state.next[classes[c]];
      state = next == null ? step(state, c) : next;
    }
    return state.ending;
  }

  private State begin() {
    List<Integer> starts =
        IntStream.range(0, bases.length).mapToObj(i -> bases[i] + programs.get(i).start()).toList();
    return state(new Key(starts, Before.NOTHING));
  }

  private synchronized State step(State from, char c) {
    boolean word = NamedClasses.WORD.has(c);
    var after = new TreeSet<Integer>();
    for (int number : reachable(from.key, word, false)) {
      Program.Node node = node(number);
      if (node.takes() != null && node.takes().has(c)) {
        after.add(base(number) + node.next());
      }
    }
    State next = state(new Key(List.copyOf(after), words && word ? Before.WORD : Before.OTHER));
    if (nodes > MOST_NODES) {
      exhausted = true;
      known.clear();
    } else {
      from.next[classes[c]] = next;
    }
    return next;
  }

  private State state(Key key) {
    State there = known.get(key);
    if (there != null) {
      return there;
    }
    int[] ending =
        reachable(key, false, true).stream()
            .filter(number -> number - base(number) == Program.END)
            .mapToInt(this::program)
            .sorted()
            .toArray();
    var state = new State(key, ending, classCount);
    nodes += key.nodes.size() + classCount;
    known.put(key, state);
    return state;
  }

  /** What can be reached without a character, given what comes next. */
  private SortedSet<Integer> reachable(Key from, boolean wordNext, boolean atEnd) {
    boolean boundary = (from.before == Before.WORD) != wordNext;
    var found = new TreeSet<Integer>();
    var open = new ArrayDeque<>(from.nodes);
    while (!open.isEmpty()) {
      int number = open.pop();
      if (!found.add(number)) {
        continue;
      }
      Program.Node node = node(number);
      boolean first = from.before == Before.NOTHING;
      if (node.takes() == null && passes(node.place(), first, atEnd, boundary)) {
        IntStream.of(node.next(), node.other())
            .filter(next -> next != Program.NOWHERE)
            .forEach(next -> open.push(base(number) + next));
      }
    }
    return found;
  }

  private static boolean passes(
      @Nullable Place place, boolean first, boolean atEnd, boolean boundary) {
    return switch (place) {
      case null -> true;
      case BEGIN -> first;
      case END -> atEnd;
      case WORD_BOUNDARY -> boundary;
      case NO_WORD_BOUNDARY -> !boundary;
    };
  }

  private Program.Node node(int number) {
    return programs.get(program(number)).node(number - base(number));
  }

  private int base(int number) {
    return bases[program(number)];
  }

  private int program(int number) {
    int found = Arrays.binarySearch(bases, number);
    return found >= 0 ? found : -found - 2;
  }
}
