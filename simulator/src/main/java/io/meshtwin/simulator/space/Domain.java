package io.meshtwin.simulator.space;

import io.meshtwin.simulator.flow.PathNormalisation;
import io.meshtwin.simulator.space.Atom.Test;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The values of one variable that tests can tell apart, one of each kind. Complete where no test is
 * a regular expression: any other value passes the same tests as one of these.
 */
final class Domain {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "PURGE");

  /** Guesses that combine prefixes and samples; beyond it an answer may be "not decided". */
  private static final int MOST = 4_000;

  private final Variable variable;
  private final List<@Nullable String> values;
  private final Map<Atom, BitSet> passing = new HashMap<>();

  Domain(Variable variable, Collection<Atom> atoms) {
    this.variable = variable;
    this.values = candidates(variable, atoms);
    for (Atom atom : atoms) {
      Predicate<String> test = atom.compiled();
      var bits = new BitSet(values.size());
      for (int i = 0; i < values.size(); i++) {
        String value = values.get(i);
        if (value != null && test.test(value)) {
          bits.set(i);
        }
      }
      passing.put(atom, bits);
    }
  }

  Variable variable() {
    return variable;
  }

  /** Every value. */
  BitSet all() {
    var bits = new BitSet(values.size());
    bits.set(0, values.size());
    return bits;
  }

  /** The values that pass. */
  BitSet passing(Atom atom) {
    return passing.getOrDefault(atom, new BitSet());
  }

  /** A value by its number; null for absent. */
  @Nullable String value(int number) {
    return values.get(number);
  }

  private static List<@Nullable String> candidates(Variable variable, Collection<Atom> atoms) {
    Set<String> found = new LinkedHashSet<>();
    switch (variable.kind()) {
      case METHOD -> {
        found.addAll(METHODS);
        exact(atoms, found);
      }
      case PATH -> paths(atoms, found);
      case HEADER, QUERY -> texts(variable, atoms, found);
    }
    List<@Nullable String> values = new ArrayList<>();
    if (variable.mayBeAbsent()) {
      values.add(null);
    }
    found.stream().filter(value -> exists(variable, value)).forEach(values::add);
    return values;
  }

  private static void exact(Collection<Atom> atoms, Set<String> found) {
    for (Atom atom : atoms) {
      if (atom.test() instanceof Test.Exactly exactly) {
        found.add(exactly.value());
      }
    }
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
    List<String> samples = samples(atoms);
    for (String sample : samples) {
      found.add(sample);
      found.add(sample + "/" + other);
      found.add(sample + "0");
    }
    for (String prefix : prefixes) {
      for (String sample : samples.subList(0, Math.min(samples.size(), MOST / prefixes.size()))) {
        found.add(prefix + (sample.startsWith("/") ? "" : "/") + sample);
      }
    }
  }

  private static void texts(Variable variable, Collection<Atom> atoms, Set<String> found) {
    exact(atoms, found);
    for (String sample : samples(atoms)) {
      found.add(sample);
      found.add(sample + "0");
    }
    found.add(variable.name().equals("host") ? fresh(atoms) + ".example" : fresh(atoms));
    found.add("");
  }

  private static List<String> samples(Collection<Atom> atoms) {
    return atoms.stream()
        .filter(Atom::isExpression)
        .flatMap(atom -> Samples.of(atom.test().value()).stream())
        .distinct()
        .toList();
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
            atom.test() instanceof Test.Beginning beginning
                ? beginning.value().contains(word)
                : List.of(atom.test().value().split("/", -1)).contains(word));
  }

  /** Whether a client can send the value, and a rule then sees it as it is. */
  private static boolean exists(Variable variable, String value) {
    return switch (variable.kind()) {
      case METHOD -> !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
      case PATH -> value.indexOf('?') < 0 && printable(value) && isNormal(value);
      case HEADER ->
          value.chars().allMatch(c -> c >= ' ' && c != 0x7f)
              && value.strip().equals(value)
              && !(variable.name().equals("host") && value.isEmpty());
      case QUERY -> printable(value) && value.indexOf('&') < 0 && isQueryName(variable.name());
    };
  }

  private static boolean isNormal(String path) {
    return path.startsWith("/") && path.equals(PathNormalisation.of(path));
  }

  private static boolean isQueryName(String name) {
    return printable(name) && name.indexOf('&') < 0 && name.indexOf('=') < 0;
  }

  private static boolean printable(String value) {
    return value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
  }
}
