package io.meshtwin.simulator.space;

import com.google.re2j.Pattern;
import io.meshtwin.simulator.regex.Language;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One test of a match, on one variable. Equal texts are equal atoms. */
record Atom(Variable variable, Test test) {
  static final Comparator<Atom> ORDER =
      Comparator.comparing(Atom::variable)
          .thenComparing(atom -> atom.test().value())
          .thenComparing(atom -> atom.test().getClass().getSimpleName());

  /** How the value is compared. */
  sealed interface Test {
    String value();

    record Exactly(String value) implements Test {}

    record Under(String value) implements Test {}

    record Beginning(String value) implements Test {}

    record Expression(String value) implements Test {}
  }

  boolean isExpression() {
    return test instanceof Test.Expression;
  }

  /** A test ready to be asked; the value is there. */
  java.util.function.Predicate<String> compiled() {
    return switch (test) {
      case Test.Exactly exactly -> exactly.value()::equals;
      case Test.Under under -> value -> isUnder(value, under.value());
      case Test.Beginning beginning -> value -> value.startsWith(beginning.value());
      case Test.Expression expression -> Pattern.compile(expression.value())::matches;
    };
  }

  /**
   * The values that pass.
   *
   * @throws IllegalArgumentException for an expression that cannot be read
   */
  Language language() {
    return switch (test) {
      case Test.Exactly exactly -> Language.ofText(exactly.value());
      case Test.Under under -> Language.under(under.value());
      case Test.Beginning beginning -> Language.beginningWith(beginning.value());
      case Test.Expression expression -> Language.of(expression.value());
    };
  }

  private static boolean isUnder(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  /** The tests of a match; a match that takes everything has none. */
  static List<Atom> of(RouteMatch match) {
    var atoms = new ArrayList<Atom>();
    switch (match.path()) {
      case PathMatch.Exact exact ->
          atoms.add(new Atom(Variable.PATH, new Test.Exactly(exact.value())));
      case PathMatch.SegmentPrefix prefix -> {
        if (!prefix.value().equals("/")) {
          atoms.add(new Atom(Variable.PATH, new Test.Under(prefix.value())));
        }
      }
      case PathMatch.Prefix prefix ->
          atoms.add(new Atom(Variable.PATH, new Test.Beginning(prefix.value())));
      case PathMatch.Regex regex ->
          atoms.add(new Atom(Variable.PATH, new Test.Expression(regex.value())));
    }
    if (match.method() != null) {
      atoms.add(new Atom(Variable.METHOD, new Test.Exactly(match.method())));
    }
    match.headers().forEach(named -> atoms.add(of(Variable.Kind.HEADER, named)));
    match.query().forEach(named -> atoms.add(of(Variable.Kind.QUERY, named)));
    return atoms;
  }

  private static Atom of(Variable.Kind kind, ValueMatch.Named named) {
    return new Atom(
        new Variable(kind, named.name()),
        switch (named.match()) {
          case ValueMatch.Exact exact -> new Test.Exactly(exact.value());
          case ValueMatch.Regex regex -> new Test.Expression(regex.value());
        });
  }
}
