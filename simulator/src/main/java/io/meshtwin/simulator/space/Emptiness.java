package io.meshtwin.simulator.space;

import io.meshtwin.simulator.space.Atom.Test;
import java.util.List;
import java.util.Set;

/**
 * Proofs that no value of a variable passes some tests and fails others, where no candidate does.
 * Without regular expressions the candidates are complete and that is the proof; with them, what
 * their beginnings say, and what they take whatever the value is.
 */
final class Emptiness {
  private Emptiness() {}

  static boolean proven(Domain domain, Set<Atom> passed, Set<Atom> failed) {
    if (passed.stream().anyMatch(failed::contains)) {
      return true;
    }
    if (withoutExpressions(domain, passed, failed)) {
      return true;
    }
    boolean fixed = passed.stream().anyMatch(atom -> atom.test() instanceof Test.Exactly);
    if (fixed) {
      return true;
    }
    return takesEverything(domain, passed, failed) || prefixesConflict(passed, failed);
  }

  private static boolean withoutExpressions(Domain domain, Set<Atom> passed, Set<Atom> failed) {
    var left = domain.all();
    passed.stream().filter(a -> !a.isExpression()).forEach(a -> left.and(domain.passing(a)));
    failed.stream().filter(a -> !a.isExpression()).forEach(a -> left.andNot(domain.passing(a)));
    return left.isEmpty();
  }

  private static boolean takesEverything(Domain domain, Set<Atom> passed, Set<Atom> failed) {
    boolean there = !passed.isEmpty() || !domain.variable().mayBeAbsent();
    return there
        && failed.stream()
            .anyMatch(
                a -> a.isExpression() && Literal.takesAll(domain.variable(), a.test().value()));
  }

  private static boolean prefixesConflict(Set<Atom> passed, Set<Atom> failed) {
    for (Atom atom : passed) {
      if (!atom.isExpression()) {
        continue;
      }
      String beginning = Literal.prefix(atom.test().value());
      if (passed.stream().anyMatch(other -> excludes(beginning, other))
          || failed.stream().anyMatch(other -> implies(beginning, other))) {
        return true;
      }
    }
    return false;
  }

  private static boolean excludes(String beginning, Atom other) {
    return switch (other.test()) {
      case Test.Exactly _ -> false;
      case Test.Under under -> {
        String prefix = under.value();
        boolean longer = beginning.length() > prefix.length();
        yield longer ? !Atom.isUnder(beginning, prefix) : !prefix.startsWith(beginning);
      }
      case Test.Beginning first ->
          !first.value().startsWith(beginning) && !beginning.startsWith(first.value());
      case Test.Expression expression -> {
        String second = Literal.prefix(expression.value());
        yield !second.startsWith(beginning) && !beginning.startsWith(second);
      }
    };
  }

  private static boolean implies(String beginning, Atom other) {
    return switch (other.test()) {
      case Test.Under under -> beginning.startsWith(under.value() + "/");
      case Test.Beginning first -> beginning.startsWith(first.value());
      case Test.Exactly _, Test.Expression _ -> false;
    };
  }

  static List<String> expressions(Set<Atom> passed, Set<Atom> failed) {
    return java.util.stream.Stream.concat(passed.stream(), failed.stream())
        .filter(Atom::isExpression)
        .map(atom -> atom.test().value())
        .distinct()
        .sorted()
        .toList();
  }
}
