package io.meshtwin.simulator.space;

import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request exists that some matches take and others do not. Every match that must
 * not take it fails in one of its tests: the search tries which.
 */
public final class Search {
  /** Choices tried before the answer is "not decided". */
  static final int BUDGET = 200_000;

  private final Map<Variable, Domain> domains = new TreeMap<>();

  /** What the search found. */
  public sealed interface Answer {
    /** A request that exists. */
    record Witness(Point point) implements Answer {}

    /** Proven: there is none. */
    record Empty() implements Answer {}

    /** Neither. */
    record Undecided(String reason) implements Answer {}
  }

  /**
   * Prepares for questions about these matches.
   *
   * @param matches all that questions will name
   */
  public Search(Collection<RouteMatch> matches) {
    Map<Variable, Set<Atom>> atoms = new TreeMap<>();
    atoms.put(Variable.METHOD, new HashSet<>());
    atoms.put(Variable.PATH, new HashSet<>());
    for (RouteMatch match : matches) {
      for (Atom atom : Atom.of(match)) {
        atoms.computeIfAbsent(atom.variable(), _ -> new HashSet<>()).add(atom);
      }
    }
    atoms.forEach((variable, tests) ->
        domains.put(variable, new Domain(variable, tests.stream().sorted(Atom.ORDER).toList())));
  }

  /** A request that all of {@code taking} take and none of {@code refusing}. */
  public Answer find(List<RouteMatch> taking, List<RouteMatch> refusing) {
    var attempt = new Attempt();
    for (RouteMatch match : taking) {
      for (Atom atom : Atom.of(match)) {
        if (!attempt.pass(atom)) {
          return new Answer.Empty();
        }
      }
    }
    List<List<Atom>> clauses = new ArrayList<>();
    for (RouteMatch match : refusing) {
      List<Atom> clause = Atom.of(match);
      if (clause.isEmpty()) {
        return new Answer.Empty();
      }
      if (!attempt.failsAnyway(clause)) {
        clauses.add(clause);
      }
    }
    clauses.sort(java.util.Comparator.comparingInt(List::size));
    Point point = attempt.refuse(clauses, 0);
    if (point != null) {
      return new Answer.Witness(point);
    }
    return attempt.unsure == null ? new Answer.Empty() : new Answer.Undecided(attempt.unsure);
  }

  /** The state of one question. */
  private final class Attempt {
    private final Map<Variable, Set<Atom>> passed = new TreeMap<>();
    private final Map<Variable, Set<Atom>> failed = new TreeMap<>();
    private @Nullable String unsure;
    private int choices;

    private Domain domain(Variable variable) {
      return java.util.Objects.requireNonNull(domains.get(variable), variable::toString);
    }

    private Set<Atom> passed(Variable variable) {
      return passed.computeIfAbsent(variable, _ -> new HashSet<>());
    }

    private Set<Atom> failed(Variable variable) {
      return failed.computeIfAbsent(variable, _ -> new HashSet<>());
    }

    /** False when it is proven that no request passes. */
    boolean pass(Atom atom) {
      passed(atom.variable()).add(atom);
      return possible(atom.variable());
    }

    /** Whether the variable may have a value; one that is neither found nor excluded may. */
    private boolean possible(Variable variable) {
      return !(find(variable) instanceof Domain.Answer.None);
    }

    private Domain.Answer find(Variable variable) {
      return domain(variable).find(passed(variable), failed(variable));
    }

    /**
     * Whether a test of the clause can be failed at no cost: a header or parameter that nobody
     * needs is absent.
     */
    boolean failsAnyway(List<Atom> clause) {
      return clause.stream()
          .filter(atom -> !atom.passesAbsent())
          .map(Atom::variable)
          .anyMatch(v -> v.mayBeAbsent() && passed(v).isEmpty() && !domain(v).hasInverted());
    }

    /** Fails the clauses from {@code at} on; null when that cannot be done or is not known. */
    @Nullable Point refuse(List<List<Atom>> clauses, int at) {
      if (++choices > BUDGET) {
        unsure = "more than " + BUDGET + " combinations of rules";
        return null;
      }
      if (at == clauses.size()) {
        return point();
      }
      List<Atom> clause = clauses.get(at);
      if (failsAlready(clause)) {
        return refuse(clauses, at + 1);
      }
      for (Atom atom : clause) {
        failed(atom.variable()).add(atom);
        Point found = possible(atom.variable()) ? refuse(clauses, at + 1) : null;
        if (found != null) {
          return found;
        }
        failed(atom.variable()).remove(atom);
        if (choices > BUDGET) {
          return null;
        }
      }
      return null;
    }

    /** A single test has to fail whatever is known; to find out whether it does takes a walk. */
    private boolean failsAlready(List<Atom> clause) {
      return clause.stream().anyMatch(atom -> failed(atom.variable()).contains(atom))
          || (clause.size() > 1 && clause.stream().anyMatch(this::failsAlready));
    }

    private boolean failsAlready(Atom atom) {
      var all = new HashSet<>(passed(atom.variable()));
      all.add(atom);
      Domain.Answer answer = domain(atom.variable()).find(all, failed(atom.variable()));
      return answer instanceof Domain.Answer.None;
    }

    private @Nullable Point point() {
      var values = new TreeMap<Variable, String>();
      for (Variable variable : domains.keySet()) {
        switch (find(variable)) {
          case Domain.Answer.Value(String value) when value != null && shows(variable) ->
              values.put(variable, value);
          case Domain.Answer.Value _ -> {}
          case Domain.Answer.Open open -> {
            unsure = open.reason();
            return null;
          }
          case Domain.Answer.None _ -> {
            return null;
          }
        }
      }
      return Point.of(values);
    }

    private boolean shows(Variable variable) {
      return variable.mayBeAbsent() || reads(variable);
    }

    /** Host is in a witness only where a rule asks for it. */
    private boolean reads(Variable variable) {
      return variable.kind() != Variable.Kind.HEADER
          || !passed(variable).isEmpty()
          || !failed(variable).isEmpty();
    }
  }
}
