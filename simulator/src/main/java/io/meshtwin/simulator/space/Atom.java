package io.meshtwin.simulator.space;

import io.meshtwin.simulator.regex.AnyCase;
import io.meshtwin.simulator.regex.Language;
import io.meshtwin.twin.regex.Expression;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * What another test refuses.
     *
     * @param absent whether a header that is absent passes
     */
    record Not(Test test, boolean absent) implements Test {
      @Override
      public String value() {
        return test.value();
      }
    }
  }

  boolean isExpression() {
    return isExpression(test);
  }

  private static boolean isExpression(Test test) {
    return test instanceof Test.Expression
        || (test instanceof Test.Not not && isExpression(not.test()));
  }

  /** Whether a header that is absent passes. */
  boolean passesAbsent() {
    return test instanceof Test.Not not && not.absent();
  }

  /** The test that this one turns round; null where it turns none. */
  @Nullable Atom inverse() {
    return test instanceof Test.Not not ? new Atom(variable, not.test()) : null;
  }

  /** A test ready to be asked; the value is there. */
  java.util.function.Predicate<String> compiled() {
    return compiled(test);
  }

  private static java.util.function.Predicate<String> compiled(Test test) {
    return switch (test) {
      case Test.Exactly exactly -> exactly.value()::equals;
      case Test.Under under -> value -> isUnder(value, under.value());
      case Test.Beginning beginning -> value -> value.startsWith(beginning.value());
      case Test.Expression expression -> Expression.of(expression.value());
      case Test.Not not -> compiled(not.test()).negate();
    };
  }

  /**
   * The values that pass; of a test that turns another round, those that do not.
   *
   * @throws IllegalArgumentException for an expression that cannot be read
   */
  Language language() {
    return language(test);
  }

  private static Language language(Test test) {
    return switch (test) {
      case Test.Exactly exactly -> Language.ofText(exactly.value());
      case Test.Under under -> Language.under(under.value());
      case Test.Beginning beginning -> Language.beginningWith(beginning.value());
      case Test.Expression expression -> Language.of(expression.value());
      case Test.Not not -> language(not.test());
    };
  }

  private static boolean isUnder(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  /** The tests of a match; a match that takes everything has none. */
  static List<Atom> of(RouteMatch match) {
    var atoms = new ArrayList<Atom>();
    switch (AnyCase.expression(match)) {
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
    Test test =
        switch (named.match()) {
          case ValueMatch.Exact exact -> new Test.Exactly(exact.value());
          case ValueMatch.Prefix prefix -> new Test.Beginning(prefix.value());
          case ValueMatch.Regex regex -> new Test.Expression(regex.value());
          case ValueMatch.Present _ -> new Test.Beginning("");
        };
    Variable variable =
        named.name().equals(":method") ? Variable.METHOD : new Variable(kind, named.name());
    if (!named.inverted()) {
      return new Atom(variable, test);
    }
    boolean absent = named.match() instanceof ValueMatch.Present || !compiled(test).test("");
    return new Atom(variable, new Test.Not(test, variable.mayBeAbsent() && absent));
  }
}
