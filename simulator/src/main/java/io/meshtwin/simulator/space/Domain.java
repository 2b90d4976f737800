package io.meshtwin.simulator.space;

import io.meshtwin.simulator.regex.Language;
import io.meshtwin.simulator.regex.Walk;
import io.meshtwin.simulator.space.Atom.Test;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of one variable that tests can tell apart. Without regular expressions one of each
 * kind is known from the start: any other value passes the same tests as one of these. With
 * expressions, values are found by walking automata when a question needs one.
 */
final class Domain {
  /** States that one walk may visit before its question is "not decided". */
  static final int MOST_STATES = 20_000;

  /** States that all walks of a domain may visit together. */
  static final int MOST_STATES_TOGETHER = 2_000_000;

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "PURGE");

  private final Variable variable;
  private final Universe universe;
  private final List<@Nullable String> values = new ArrayList<>();
  private final Map<Atom, Passing> passing = new HashMap<>();
  private final Map<Atom, Language> languages = new HashMap<>();
  private final Map<Question, Answer> walks = new HashMap<>();
  private int walked;

  /** Which values pass a test, as far as somebody asked. */
  private static final class Passing {
    private final Predicate<String> test;
    private final boolean absent;
    private final BitSet known = new BitSet();
    private final BitSet passes = new BitSet();

    Passing(Atom atom) {
      test = atom.compiled();
      absent = atom.passesAbsent();
    }

    boolean has(int place, @Nullable String value) {
      if (!known.get(place)) {
        known.set(place);
        passes.set(place, value == null ? absent : test.test(value));
      }
      return passes.get(place);
    }
  }

  private record Question(Set<Atom> passed, Set<Atom> failed) {}

  /** Whether a value exists that passes some tests and fails others. */
  sealed interface Answer {
    /** This one does; null stands for absent. */
    record Value(@Nullable String value) implements Answer {}

    /** Proven: none does. */
    record None() implements Answer {}

    /** Neither is known. */
    record Open(String reason) implements Answer {}
  }

  Domain(Variable variable, Collection<Atom> atoms) {
    this.variable = variable;
    this.universe = Universe.of(variable);
    for (Atom atom : atoms) {
      passing.put(atom, new Passing(atom));
    }
    if (variable.mayBeAbsent()) {
      values.add(null);
    }
    candidates(variable, atoms).stream().filter(this::exists).forEach(values::add);
  }

  private boolean exists(String value) {
    return isNameable() && universe.has(value);
  }

  private boolean passes(Atom atom, int place) {
    return Objects.requireNonNull(passing.get(atom), atom::toString).has(place, values.get(place));
  }

  /** Whether some test takes what is absent, so that to be absent is not free. */
  boolean hasInverted() {
    return passing.keySet().stream().anyMatch(Atom::passesAbsent);
  }

  /** A value that passes and fails these. */
  Answer find(Set<Atom> passed, Set<Atom> failed) {
    for (int place = 0; place < values.size(); place++) {
      if (fits(place, passed, failed)) {
        return new Answer.Value(values.get(place));
      }
    }
    if (isComplete(passed, failed)) {
      return new Answer.None();
    }
    var question = new Question(Set.copyOf(passed), Set.copyOf(failed));
    Answer known = walks.get(question);
    if (known == null) {
      known = walk(question);
      walks.put(question, known);
    }
    return known;
  }

  private boolean fits(int place, Set<Atom> passed, Set<Atom> failed) {
    for (Atom atom : passed) {
      if (!passes(atom, place)) {
        return false;
      }
    }
    for (Atom atom : failed) {
      if (passes(atom, place)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the values known from the start are all that these tests can tell apart. */
  private boolean isComplete(Set<Atom> passed, Set<Atom> failed) {
    boolean noExpression =
        Stream.concat(passed.stream(), failed.stream()).noneMatch(Atom::isExpression);
    return noExpression
        || passed.stream().anyMatch(atom -> atom.test() instanceof Test.Exactly)
        || failed.stream().anyMatch(Domain::leavesOne)
        || !isNameable();
  }

  private static boolean leavesOne(Atom failed) {
    Atom inverse = failed.inverse();
    return inverse != null && inverse.test() instanceof Test.Exactly && !failed.passesAbsent();
  }

  private Answer walk(Question question) {
    if (walked > MOST_STATES_TOGETHER) {
      return open(question, "more than " + MOST_STATES_TOGETHER + " states");
    }
    var having = new ArrayList<>(universe.having());
    var lacking = new ArrayList<>(universe.lacking());
    try {
      for (Atom atom : sorted(question.passed())) {
        (atom.inverse() == null ? having : lacking).add(language(atom));
      }
      for (Atom atom : sorted(question.failed())) {
        (atom.inverse() == null ? lacking : having).add(language(atom));
      }
    } catch (IllegalArgumentException e) {
      return new Answer.Open(Objects.requireNonNullElse(e.getMessage(), ""));
    }
    return switch (Walk.shortest(having, lacking, MOST_STATES)) {
      case Walk.Result.Found found -> {
        walked += 1;
        if (!agrees(question, found.text())) {
          yield open(question, "RE2 and our reading of it differ at " + found.text());
        }
        values.add(found.text());
        yield new Answer.Value(found.text());
      }
      case Walk.Result.Nothing _ -> new Answer.None();
      case Walk.Result.GaveUp gaveUp -> {
        walked += gaveUp.states();
        yield open(question, "more than " + MOST_STATES + " states");
      }
    };
  }

  /** The engine that decides requests has the last word on what our automata found. */
  private boolean agrees(Question question, String text) {
    Predicate<Atom> takes = atom -> Objects.requireNonNull(passing.get(atom)).test.test(text);
    return question.passed().stream().allMatch(takes)
        && question.failed().stream().noneMatch(takes);
  }

  private Language language(Atom atom) {
    return languages.computeIfAbsent(atom, Atom::language);
  }

  private static List<Atom> sorted(Set<Atom> atoms) {
    return atoms.stream().sorted(Atom.ORDER).toList();
  }

  private static Answer open(Question question, String why) {
    List<String> expressions =
        Stream.concat(question.passed().stream(), question.failed().stream())
            .filter(Atom::isExpression)
            .map(atom -> atom.test().value())
            .distinct()
            .sorted()
            .toList();
    return new Answer.Open(
        "the regular expressions " + String.join(" and ", expressions) + ": " + why);
  }

  private static Set<String> candidates(Variable variable, Collection<Atom> atoms) {
    Set<String> found = new LinkedHashSet<>();
    switch (variable.kind()) {
      case METHOD -> {
        found.addAll(METHODS);
        exact(atoms, found);
        beginnings(atoms, found);
      }
      case PATH -> paths(atoms, found);
      case HEADER, QUERY -> texts(variable, atoms, found);
    }
    return found;
  }

  private static void exact(Collection<Atom> atoms, Set<String> found) {
    for (Atom atom : atoms) {
      if (plain(atom) instanceof Test.Exactly exactly) {
        found.add(exactly.value());
      }
    }
  }

  private static void beginnings(Collection<Atom> atoms, Set<String> found) {
    for (Atom atom : atoms) {
      if (plain(atom) instanceof Test.Beginning beginning) {
        found.add(beginning.value() + fresh(atoms));
      }
    }
  }

  private static Test plain(Atom atom) {
    return atom.test() instanceof Test.Not not ? not.test() : atom.test();
  }

  /** Any path that is none of the exact ones passes what its longest prefix here passes. */
  private static void paths(Collection<Atom> atoms, Set<String> found) {
    List<String> prefixes = new ArrayList<>(List.of(""));
    for (Atom atom : atoms) {
      if (atom.test() instanceof Test.Under under) {
        prefixes.add(under.value());
      }
    }
    found.add("/");
    for (Atom atom : atoms) {
      if (atom.test() instanceof Test.Beginning beginning) {
        prefixes.add(beginning.value());
        found.add(beginning.value() + fresh(atoms));
      }
    }
    prefixes.stream().filter(prefix -> !prefix.isEmpty()).forEach(found::add);
    exact(atoms, found);
    String other = fresh(atoms);
    for (String prefix : prefixes) {
      found.add(prefix + "/" + other);
    }
  }

  private static void texts(Variable variable, Collection<Atom> atoms, Set<String> found) {
    exact(atoms, found);
    beginnings(atoms, found);
    found.add(variable.name().equals("host") ? fresh(atoms) + ".example" : fresh(atoms));
    found.add("");
  }

  /** A word that stands in no test. */
  private static String fresh(Collection<Atom> atoms) {
    String word = "x";
    while (stands(word, atoms)) {
      word += "x";
    }
    return word;
  }

  private static boolean stands(String word, Collection<Atom> atoms) {
    return atoms.stream()
        .anyMatch(atom ->
            plain(atom) instanceof Test.Beginning beginning
                ? beginning.value().contains(word)
                : List.of(atom.test().value().split("/", -1)).contains(word));
  }

  /** Whether a client can send a query parameter of this name. */
  private boolean isNameable() {
    return variable.kind() != Variable.Kind.QUERY
        || variable.name().chars().allMatch(c -> c > ' ' && c < 0x7f && "#&=".indexOf(c) < 0);
  }
}
