package io.meshtwin.simulator.regex;

import io.meshtwin.twin.regex.Ranges;
import io.meshtwin.twin.regex.Syntax;
import io.meshtwin.twin.regex.UnreadableExpressionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as a nondeterministic automaton (Thompson's construction): nodes with numbers, of
 * which each takes a character, stands at a place, splits, or ends.
 */
final class Program {
  /** Nodes that a program may have; RE2 refuses sooner. */
  static final int MOST_NODES = 100_000;

  /**
   * A node.
   *
   * @param takes the characters that lead to {@code next}; null where none is taken
   * @param place where {@code next} may be gone to without a character; null for anywhere
   * @param next a node's number, or {@link #END}
   * @param other where else to go without a character, or {@link #NOWHERE}
   */
  record Node(@Nullable Ranges takes, Syntax.@Nullable Place place, int next, int other) {}

  /** The number that stands for the end: everything is taken. */
  static final int END = 0;

  static final int NOWHERE = -1;

  private final List<Node> nodes = new ArrayList<>();
  private final int start;

  private Program(Syntax syntax) {
    nodes.add(new Node(null, null, NOWHERE, NOWHERE));
    start = build(syntax, END);
  }

  /**
   * Builds the automaton.
   *
   * @throws UnreadableExpressionException when it would have more than {@link #MOST_NODES} nodes,
   *     or has {@code \C}
   */
  static Program of(Syntax syntax) {
    return new Program(syntax);
  }

  int start() {
    return start;
  }

  Node node(int number) {
    return nodes.get(number);
  }

  int size() {
    return nodes.size();
  }

  /** From the back to the front: what comes after a part is known when the part is built. */
  private int build(Syntax syntax, int next) {
    return switch (syntax) {
      case Syntax.One one -> add(new Node(one.of(), null, next, NOWHERE));
      case Syntax.AnyByte _ -> throw UnreadableExpressionException.taken("\\C, a single byte");
      case Syntax.Group group -> build(group.inside(), next);
      case Syntax.Place place -> add(new Node(null, place, next, NOWHERE));
      case Syntax.Sequence sequence -> {
        int at = next;
        for (Syntax part : sequence.parts().reversed()) {
          at = build(part, at);
        }
        yield at;
      }
      case Syntax.Either either -> {
        int at = NOWHERE;
        for (Syntax option : either.options().reversed()) {
          int begin = build(option, next);
          at = at == NOWHERE ? begin : add(new Node(null, null, begin, at));
        }
        yield at;
      }
      case Syntax.Repeat repeat -> repeat(repeat, next);
    };
  }

  private int repeat(Syntax.Repeat repeat, int next) {
    int at = next;
    if (repeat.most() == Syntax.Repeat.UNLIMITED) {
      int loop = add(new Node(null, null, next, NOWHERE));
      int body = build(repeat.part(), loop);
      nodes.set(loop, new Node(null, null, next, body));
      at = loop;
    } else {
      for (int i = repeat.least(); i < repeat.most(); i++) {
        at = add(new Node(null, null, next, build(repeat.part(), at)));
      }
    }
    for (int i = 0; i < repeat.least(); i++) {
      at = build(repeat.part(), at);
    }
    return at;
  }

  private int add(Node node) {
    if (nodes.size() >= MOST_NODES) {
      throw UnreadableExpressionException.taken("more than " + MOST_NODES + " nodes");
    }
    nodes.add(node);
    return nodes.size() - 1;
  }
}
